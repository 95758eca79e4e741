# The broker in a container. `docker build -t pipit .` makes one for Amazon's model; with `--build-arg EMULATOR=1` the
# emulator is in it as well (its speech models are fetched into the volume when it first starts).
# tools/image runs these steps without a container engine, for `npm run test:services`.
ARG EMULATOR=0
ARG NODE_IMAGE=node:24-bookworm-slim

# Everything that is needed to build; nothing of this stage but the result goes on.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
# What npm installs changes less often than the sources: a layer of its own.
COPY package.json package-lock.json .npmrc ./
COPY protocol/package.json protocol/
COPY device-sdk/package.json device-sdk/
COPY emulator/package.json emulator/
COPY broker/package.json broker/
COPY dashboard/package.json dashboard/
COPY tools/bootstrap.mjs tools/
RUN ["node", "--input-type=module", "--eval", "import { ensureInstalled } from '/src/tools/bootstrap.mjs'; ensureInstalled()"]
COPY tsconfig.base.json LICENSE NOTICE ./
COPY tools tools
COPY protocol protocol
COPY device-sdk device-sdk
COPY emulator emulator
COPY broker broker
COPY dashboard dashboard
RUN ["node", "tools/run.mjs", "build"]

# Of that, what runs.
FROM build AS assemble
ARG EMULATOR
RUN ["node", "tools/image/assemble.mjs", "/app"]

# Node.js, the compiled broker and its production dependencies.
FROM ${NODE_IMAGE} AS broker
ENV NODE_ENV=production \
    PIPIT_DATA_DIR=/data \
    PIPIT_HTTP_HOST=0.0.0.0 \
    PATH=/app/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY --from=assemble /app /app
RUN ["install", "--directory", "--owner=10001", "--group=10001", "--mode=0700", "/data"]
WORKDIR /data
VOLUME /data
EXPOSE 1883 8083 8883 8084 8080
USER 10001:10001
# Signals go to Node.js itself: no shell stands between.
ENTRYPOINT ["node", "/app/broker/dist/main.js"]
CMD ["start"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "/app/bin/healthy.mjs"]

FROM broker AS emulator-0
ENV PIPIT_MODEL_PROVIDER=bedrock

FROM broker AS emulator-1
ENV PIPIT_MODEL_PROVIDER=local \
    PIPIT_MODELS_DIR=/data/models \
    npm_config_cache=/tmp/npm

FROM emulator-${EMULATOR}
