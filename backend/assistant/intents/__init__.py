"""What a person wants, told from a short message without a language model (DMA-02)."""
