"""What people type: each module is a Scrapy command."""
