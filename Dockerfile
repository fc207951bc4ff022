# What may be installed: the manifests alone, so that a change of code installs nothing anew.
FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/protocol/package.json packages/protocol/
COPY packages/client/package.json packages/client/
COPY apps/server/package.json apps/server/
COPY apps/widget/package.json apps/widget/
COPY apps/dashboard/package.json apps/dashboard/

# Widget and dashboard, with everything that building needs.
FROM manifests AS build
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

# What the server needs to run, and nothing else.
FROM manifests AS installed
RUN npm ci --ignore-scripts --omit=dev --workspace apps/server

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node /data
COPY --from=installed /app/ ./
COPY packages/protocol/src packages/protocol/src
COPY apps/server/src apps/server/src
COPY --from=build /app/apps/widget/dist apps/widget/dist
COPY --from=build /app/apps/dashboard/dist apps/dashboard/dist
USER node
VOLUME /data
EXPOSE 3000
# Alive, not ready: a server without its database must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/src/main.ts"]
