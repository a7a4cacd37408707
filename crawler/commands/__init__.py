"""What a person can ask for: one `scrapy` subcommand a file. `scrapy COMMAND --help` shows an example of each."""
