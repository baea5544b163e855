"""Wishes for a case that must be met: whoever is known not to meet them isn't asked."""

from app.labels import N_
from app.referrals.matching.alike import alike, attributes
from app.referrals.matching.needs import Candidate, Search, same_place
from app.referrals.matching.reasons import Said, Why, said
from app.referrals.matching.wished import place_must, topic_must


@alike(
    attributes("home"),
    need=lambda search: (search.need.district, place_must(search)),
    when=place_must,
)
def not_near(search: Search, candidate: Candidate) -> tuple[Why, Said] | None:
    if not place_must(search) or not candidate.home or same_place(candidate.home, search.need.district):
        return None
    return Why.NOT_NEAR, said(
        N_("Wohnt in %(home)s; gebraucht wird jemand aus der Nähe"), home=candidate.home
    )


@alike(
    attributes("topics"),
    need=lambda search: (search.need.topic, topic_must(search)),
    when=topic_must,
)
def without_topic(search: Search, candidate: Candidate) -> tuple[Why, Said] | None:
    topic = search.need.topic
    if not topic_must(search) or topic is None or not candidate.topics or topic.value in candidate.topics:
        return None
    return Why.NO_TOPIC, said(N_("Hat andere Themen; gebraucht wird „%(topic)s“"), topic=topic)


MUSTS = (not_near, without_topic)
