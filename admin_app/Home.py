"""The platform's panel: `uvicorn admin_app.Home:app` serves it, and Streamlit runs this file for each page."""  # noqa: N999 - the issue names it

if __name__ == "__main__":
    from admin_app import frame, panel

    frame.show(panel.doorway())
else:
    from importlib import import_module

    from admin_app import panel
    from streamlit_app.kit.serving import serve

    app = serve(__file__, panel.doorway(), more=[panel.fonts()])
    # After the application, which tells Streamlit where its settings are; before the first page, which would wait.
    import_module("admin_app.frame")
