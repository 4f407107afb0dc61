# One image for every process; compose.yaml and render.yaml say which one a container runs.

FROM node:22-slim AS widget
WORKDIR /build/widget
COPY widget/package.json widget/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY widget/build.mjs ./
COPY widget/src ./src
RUN node build.mjs

FROM python:3.11-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0
RUN useradd --uid 10001 --no-create-home --home-dir /srv/opensells --shell /usr/sbin/nologin opensells \
    && install -d -o opensells -g opensells /srv/opensells /srv/opensells/var
WORKDIR /srv/opensells
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=widget /build/widget/dist ./widget/dist
# Here, for the user may write nothing: a start takes half the time.
RUN python -m compileall -q admin_app backend scraper streamlit_app
USER opensells
EXPOSE 8000 8501 8502
# A container without a command is the API.
CMD ["uvicorn", "--factory", "backend.main:serve", "--no-proxy-headers", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "20"]
