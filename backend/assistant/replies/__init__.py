"""What is said without a model: deterministic and varied sentences in four languages and three tones."""
