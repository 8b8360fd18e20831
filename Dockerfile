# One image for every service; the command says which.
FROM node:24-slim AS build
WORKDIR /throughline
COPY package.json package-lock.json .npmrc .swcrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
WORKDIR /throughline
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build /throughline ./
# A volume mounted here takes over its owner.
RUN mkdir /data && chown node:node /data
USER node
CMD ["node", "dist/apps/backbone/src/main.js"]
