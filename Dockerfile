# syntax=docker/dockerfile:1

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=unreleased
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /polyphony .

# Bookworm, because its redis-server (7.0) is the one that the tests run on.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates redis-server \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin polyphony \
    && install -d -o polyphony -g polyphony -m 700 /data \
    && install -d /etc/polyphony
COPY --from=build /polyphony /usr/local/bin/polyphony
COPY LICENSE NOTICES /usr/share/doc/polyphony/

# A volume may arrive owned by root. That is set right, and nothing else is done
# as root: the companion and its redis-server run as a user without rights.
COPY --chmod=755 <<'SCRIPT' /usr/local/bin/start
#!/bin/sh
set -e
if [ "$(id -u)" = 0 ]; then
    chown polyphony:polyphony "$DATA_DIR"
    exec setpriv --reuid=polyphony --regid=polyphony --init-groups --no-new-privs polyphony "$@"
fi
exec polyphony "$@"
SCRIPT

ENV DATA_DIR=/data LISTEN=:8080 TEAM_FILE=/etc/polyphony/team.toml
VOLUME /data
WORKDIR /data
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/start"]
CMD ["serve"]
