"""What is best: candidates -> classes -> formulation -> stages -> plan; ``verify`` judges it independently.

``optimum.solve`` is the door. Nothing is imported here, so that the judge and the explanation can live in this room
without ever loading OR-Tools.
"""
