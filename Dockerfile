# Landskap as one static program in an otherwise empty image, run by a user of no rights.
FROM node:20-alpine AS graphiql
WORKDIR /src/internal/web
COPY internal/web/package.json internal/web/package-lock.json internal/web/build.mjs ./
RUN npm ci --silent && node build.mjs

FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=graphiql /src/internal/web/dist internal/web/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /landskap ./cmd/landskap && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /landskap /landskap
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
VOLUME /data
ENTRYPOINT ["/landskap"]
CMD ["serve", "--data", "/data"]
