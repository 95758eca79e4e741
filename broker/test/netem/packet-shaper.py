"""A bad link for kernels without netem: two TUN devices, and every IP packet from one to the other late or lost.

packet-shaper.py NEAR FAR DELAY_MS JITTER_MS LOSS SEED

Delay is even within DELAY_MS +- JITTER_MS, so packets overtake each other, as netem's do. Prints "ready" when the devices
are there. A line "down" on standard input loses everything until a line "up"; the end of the input ends the program.
"""

import fcntl
import heapq
import os
import random
import selectors
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
MTU = 1500
# Packets under way; the newest is lost, as in a router's queue.
MAX_QUEUED = 10_000


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def main(near_name, far_name, delay_ms, jitter_ms, loss, seed):
    near, far = open_tun(near_name), open_tun(far_name)
    other = {near: far, far: near}
    chance = random.Random(int(seed))
    delay, jitter, loss = float(delay_ms) / 1000, float(jitter_ms) / 1000, float(loss)
    queue, count, is_up = [], 0, True
    waiting = selectors.DefaultSelector()
    for source in (near, far, sys.stdin.fileno()):
        waiting.register(source, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        timeout = max(0, queue[0][0] - time.monotonic()) if queue else None
        for key, _ in waiting.select(timeout):
            if key.fd == sys.stdin.fileno():
                words = os.read(key.fd, 100).split()
                if not words:
                    return
                is_up = words[-1] == b"up"
                if not is_up:
                    queue.clear()
                continue
            packet = os.read(key.fd, MTU)
            if not is_up or chance.random() < loss or len(queue) >= MAX_QUEUED:
                continue
            due = time.monotonic() + max(0, delay + chance.uniform(-jitter, jitter))
            count += 1
            heapq.heappush(queue, (due, count, other[key.fd], packet))
        while queue and queue[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(queue)
            try:
                os.write(target, packet)
            except OSError:
                # The device is not up yet.
                pass


main(*sys.argv[1:])
