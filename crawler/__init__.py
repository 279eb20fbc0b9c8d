"""The engine: crawls regional financial news in Chinese and cleans it; knows no single site."""
