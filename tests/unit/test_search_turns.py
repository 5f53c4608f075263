"""Threads that ask one index are answered in the order in which they came."""

import threading
import time

import pytest

from search_index.turns import Turns

PATIENCE = 30  # seconds


def waiting(turns, count):
    until = time.monotonic() + PATIENCE
    while turns.waiting < count:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_who_came_first_goes_first():
    turns, order = Turns(), []

    def go(number):
        with turns:
            order.append(number)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(20)]
    with turns:
        for count, thread in enumerate(threads, 1):
            thread.start()
            waiting(turns, count)
        assert order == []
    for thread in threads:
        thread.join(PATIENCE)

    assert order == list(range(20))


def test_no_two_are_in_at_once():
    turns, inside, most = Turns(), [], []

    def go(number):
        for _ in range(200):
            with turns:
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    assert (set(most), len(most), turns.waiting) == ({1}, 1600, 0)


def test_a_failure_lets_the_next_one_in():
    turns = Turns()

    with pytest.raises(ValueError, match="damaged"), turns:
        raise ValueError("damaged")

    with turns:
        assert turns.waiting == 0
