"""What every request passes through, each a small ASGI application around the next; see :mod:`tcgraph.http.start`.

A response that may be sent again travels as one message of our own (:data:`tcgraph.http.cache.STORED`), so that what
was made of it once, such as its compressed forms, is not made again; Encoding turns it into those of ASGI. What has
nothing to do after the next application is no coroutine of its own, which would have to be woken with every answer.
"""
