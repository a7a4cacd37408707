"""Vietnamese text: syllables, repairs, legacy encodings, language."""
