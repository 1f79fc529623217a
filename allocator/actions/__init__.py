"""What people do: one function for each verb, with its permission, one transaction and its audit event.

Doors call these functions and nothing else of what is kept. Every public function here is made by ``action``.
"""
