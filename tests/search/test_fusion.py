"""Fusion and question words: pure functions."""

from hypothesis import given
from hypothesis import strategies as st

from desk.search.fusion import reciprocal_rank_fusion
from desk.search.lexical import question_words, trust_in_words

rankings = st.lists(st.lists(st.integers(0, 50), unique=True, max_size=20), min_size=1, max_size=3)


def test_what_both_rankings_have_comes_before_what_one_has() -> None:
    fused = [found for found, _ in reciprocal_rank_fusion([[1, 2, 3], [4, 2, 5]])]
    assert fused[0] == 2


def test_the_score_is_the_sum_of_weighted_reciprocal_ranks() -> None:
    assert dict(reciprocal_rank_fusion([[7], [8, 7]], k=5, weights=[1, 1.5]))[7] == 1 / 6 + 1.5 / 7


@given(rankings)
def test_every_id_comes_back_once_and_scores_fall(given_rankings: list[list[int]]) -> None:
    fused = reciprocal_rank_fusion(given_rankings)
    assert sorted(found for found, _ in fused) == sorted({found for ranking in given_rankings for found in ranking})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


@given(rankings)
def test_the_order_of_rankings_does_not_matter(given_rankings: list[list[int]]) -> None:
    forth = dict(reciprocal_rank_fusion(given_rankings))
    back = dict(reciprocal_rank_fusion(given_rankings[::-1]))
    assert all(abs(forth[found] - back[found]) < 1e-12 for found in forth | back)


def test_stop_words_and_possessives_are_left_out() -> None:
    assert question_words("What was Warsaw's first literary cabaret?", lambda _: {}) == (
        "warsaw",
        "first",
        "literary",
        "cabaret",
    )


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert question_words("Who is who?", lambda _: {}) == ("who", "is")


def test_of_many_words_the_rarest_are_kept_in_their_order() -> None:
    many = [f"word{number}" for number in range(30)]
    kept = question_words(" ".join(many), lambda words: {word: int(word[4:]) for word in words})
    assert kept == tuple(f"word{number}" for number in range(1, 13))


def test_words_count_for_more_the_more_of_the_question_their_best_passage_holds() -> None:
    weights = {"freighter": 4.0, "harbour": 2.0}
    every, some, none = (
        trust_in_words(weights, text) for text in ("The freighter left the harbour.", "The harbour is shut.", "Rain.")
    )
    assert every == 2.5
    assert every > some > none == 0


def test_a_question_without_words_puts_no_trust_in_words() -> None:
    assert trust_in_words({}, "The freighter left the harbour.") == 0
