"""Questions in other languages are read word for word: enough to see who is sought and what is stated of them."""

import re

import pytest

from desk.safeguards.gloss import gloss, readings
from desk.safeguards.policy import Policy

# Many decisions on the same lines: tracing them tells nothing new and costs half as much again.
pytestmark = pytest.mark.untraced

# One question in each language: "Where does Daniel Whitfield, the nurse from Ohio, live?"
WHERE = {
    "Spanish": "¿Dónde vive Daniel Whitfield, el enfermero de Ohio?",
    "French": "Où habite Daniel Whitfield, l'infirmier de l'Ohio ?",
    "German": "Wo wohnt der Krankenpfleger Daniel Whitfield aus Ohio?",
    "Portuguese": "Onde mora Daniel Whitfield, o enfermeiro de Ohio?",
    "Russian": "Где живёт Дэниел Уитфилд, медсестра из Огайо?",
    "Arabic": "أين يسكن الممرض دانيال من ولاية أوهايو الأمريكية؟",
    "Persian": "پرستار آمریکایی از اوهایو کجا زندگی می‌کند؟",
    "Chinese": "来自俄亥俄州的护士住在哪里?",
}


@pytest.mark.parametrize("language", WHERE)
def test_act_and_place_can_be_read_in_each_language(language: str, policy: Policy) -> None:
    read = gloss(WHERE[language], policy)
    assert read is not None
    assert "Ohio" in read.text
    assert re.search(r"\b(?:live|reside)", read.text)
    assert "nurse" in read.text


@pytest.mark.parametrize(
    "text",
    ["Where does the Syrian broker live?", "Which brigades hold the border?", "sitrep on the port, one page"],
)
def test_english_stays_as_it_is(text: str, policy: Policy) -> None:
    (only,) = readings(text, policy)
    assert (only.text, only.glossed) == (text, False)


def test_names_mean_nothing_but_names(policy: Policy) -> None:
    read = gloss("Retrouvez l'adresse de Mme Beaumont, infirmière à Baton Rouge.", policy)
    assert read is not None
    assert "Baton Rouge" in read.text


def test_accounts_addresses_and_numbers_stay_whole(policy: Policy) -> None:
    read = gloss("¿A quién pertenecen @luz_roja77, ana.p@correo.example y +34 600 000 000?", policy)
    assert read is not None
    for whole in ("@luz_roja77", "ana.p@correo.example", "+34 600 000 000"):
        assert whole in read.text


def test_what_no_list_knows_counts_against_the_reading(policy: Policy) -> None:
    assert readings("Hol lakik a férfi, aki tegnap este a kikötőben a hajóra várakozott?", policy) == ()


def test_foreign_words_in_an_english_question_are_read_beside_it(policy: Policy) -> None:
    read = readings("find out donde duerme la enfermera de Toledo, Ohio", policy)
    assert [each.glossed for each in read] == [False, True]
    assert "nurse" in read[1].text
