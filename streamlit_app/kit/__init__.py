"""The frame's pieces that both panels share: session, words, formats, feedback, plots and small components."""
