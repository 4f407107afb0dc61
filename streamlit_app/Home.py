"""The customer's panel: `uvicorn streamlit_app.Home:app` serves it, and Streamlit runs this file for each page."""  # noqa: N999 - the issue names it

if __name__ == "__main__":
    from streamlit_app import frame

    frame.show()
else:
    from importlib import import_module

    from streamlit_app.kit import downloads
    from streamlit_app.kit.serving import serve
    from streamlit_app.panel import doorway

    app = serve(__file__, doorway(), downloads.routes(doorway(), page="/data"))
    # After the application, which tells Streamlit where its settings are; before the first page, which would wait.
    import_module("streamlit_app.frame")
