"""The pages: what people do, on screens that are made on the server. They call the same actions as the API."""
