# Runs a program inside a folder as if that were the root of a container:
#   unshare --mount --pid --fork sh jail.sh ROOT BASE CACHE VOLUME UID GID WORKDIR PROGRAM ARGUMENT ...
# What the base image would bring comes read-only from this machine; BASE (Node.js and npm) stands at /usr/local, CACHE at
# /root/.npm. With VOLUME, a path inside, only that and /tmp can be written, as under `read_only: true`. `-` stands for
# neither of the two.
set -eu
root=$1 base=$2 cache=$3 volume=$4 uid=$5 gid=$6 workdir=$7
shift 7
mount --make-rprivate /
mount --bind "$root" "$root"
for name in bin sbin lib lib32 lib64 usr etc; do
  if [ -L "/$name" ]; then
    ln -sfn "$(readlink "/$name")" "$root/$name"
  elif [ -d "/$name" ]; then
    mkdir -p "$root/$name"
    mount --bind "/$name" "$root/$name"
    mount -o remount,bind,ro "$root/$name"
  fi
done
mount --bind "$base" "$root/usr/local"
mkdir -p "$root/dev" "$root/proc" "$root/tmp" "$root/root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
if [ "$cache" != - ]; then
  mkdir -p "$root/root/.npm"
  mount --bind "$cache" "$root/root/.npm"
fi
if [ "$volume" != - ]; then
  mount --bind "$root$volume" "$root$volume"
  mount -o remount,bind,ro "$root"
fi
exec chroot "$root" setpriv --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs env --chdir="$workdir" "$@"
