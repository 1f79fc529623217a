"""What if: a round that is changed in one statement and solved again, by the same code as live.

``changes`` says what can be changed; ``again`` solves the changed round and tells what differs.
"""
