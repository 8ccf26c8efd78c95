"""A plain client of Python's own library, as a student writes it: fetches a page, then has bytes echoed.

usage: real-client.py HTTP_PORT ECHO_PORT BYTES
Prints the status and the body of the page, then the SHA-256 of what was sent and of what came back.
"""

import hashlib
import socket
import sys
import threading
import urllib.request

http_port, echo_port, length = (int(word) for word in sys.argv[1:4])

with urllib.request.urlopen(f"http://127.0.0.1:{http_port}/index.html", timeout=60) as answer:
    print(answer.status, answer.read().decode())

data = bytes((at * 31 + (at >> 8)) & 0xFF for at in range(length))
came = hashlib.sha256()
with socket.create_connection(("127.0.0.1", echo_port), timeout=60) as connection:

    def send():
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)

    sender = threading.Thread(target=send)
    sender.start()
    while True:
        piece = connection.recv(65536)
        if not piece:
            break
        came.update(piece)
    sender.join()
print(hashlib.sha256(data).hexdigest(), came.hexdigest())
