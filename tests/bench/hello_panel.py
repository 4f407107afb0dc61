"""The least that a Streamlit page can be, served as our panels are (`uvicorn tests.bench.hello_panel:app`)."""

import streamlit as st
from streamlit.starlette import App

if __name__ == "__main__":
    st.text_input("Name")
else:
    app = App(__file__)
