"""Names under which other systems keep what we have a field for: only those that can hardly mean anything else."""

from collections.abc import Mapping

_PERSON = ("customer_id", "client_id", "member_id", "contact_id", "person_id", "userid", "customerid", "uid")
_NEWER = ("updated_at", "modified_at", "last_updated")
_NETWORK = ("platform", "social_network")
_PROFILE = ("account", "account_name", "profile_name", "page_name", "handle")
_COST = ("cost", "spend", "ad_spend", "amount_spent", "ad_cost")
_MOMENT = ("timestamp", "datetime", "date", "created_at", "created", "occurred_at", "ts")

SYNONYMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "event": {
        "id": ("event_id", "uuid", "message_id"),
        "time": (*_MOMENT, "event_time", "event_timestamp", "event_date"),
        "received_at": ("server_timestamp", "ingested_at"),
        "name": ("event", "event_name", "action"),
        "type": ("event_type",),
        "user_id": ("customer_id", "member_id", "contact_id", "person_id", "userid", "customerid", "uid"),
        "anonymous_id": ("client_id", "clientid", "visitor_id", "cookie_id", "anonymousid", "user_pseudo_id"),
        "session_id": ("visit_id", "session", "sessionid", "ga_session_id"),
        "url": ("page_url", "page_location", "href"),
        "path": ("page", "page_path", "pathname"),
        "title": ("page_title",),
        "referrer": ("referer", "page_referrer"),
        "country": ("country_code",),
        "device": ("device_type", "device_category"),
        "os": ("operating_system",),
    },
    "link": {"time": _MOMENT, "other_id": ("anonymous_id", "previous_id")},
    "customer": {
        "user_id": _PERSON,
        "created_at": ("created", "signed_up_at", "registered_at", "signup_date"),
        "as_of": _NEWER,
        "name": ("full_name", "customer_name"),
        "email": ("e_mail", "mail", "email_address"),
        "country": ("country_code",),
    },
    "order": {
        "id": ("order_id", "order_number", "invoice", "invoice_no", "invoice_id", "transaction_id"),
        "time": (*_MOMENT, "order_date", "ordered_at", "purchase_date", "purchased_at", "invoice_date", "paid_at"),
        "as_of": _NEWER,
        "user_id": (*_PERSON, "buyer_id"),
        "total": ("amount", "total_price", "grand_total", "order_total", "total_amount", "order_value"),
        "currency": ("currency_code",),
        "status": ("financial_status", "order_status"),
        "discount": ("discount_amount",),
        "campaign": ("utm_campaign",),
    },
    "answer": {
        "id": ("answer_id", "response_id"),
        "time": (*_MOMENT, "answered_at", "submitted_at", "response_date"),
        "user_id": (*_PERSON, "respondent_id"),
        "kind": ("question_type",),
        "score": ("rating", "nps_score", "csat_score"),
        "text": ("comment", "feedback", "open_text"),
        "question": ("question_text",),
        "survey": ("survey_name", "survey_id"),
    },
    "ticket": {
        "id": ("ticket_id", "case_id"),
        "created_at": ("created", "opened_at", "date_created"),
        "as_of": _NEWER,
        "user_id": ("requester_id", *_PERSON),
        "channel": ("via", "via_channel"),
        "group": ("team", "group_id", "queue"),
        "assignee": ("agent", "assignee_id", "assigned_to"),
        "first_response_at": ("first_reply_at", "first_replied_at"),
        "resolved_at": ("solved_at", "closed_at"),
        "satisfaction": ("satisfaction_score",),
    },
    "ticket_event": {
        "time": _MOMENT,
        "ticket_id": ("case_id",),
        "kind": ("event", "event_type"),
        "actor": ("author_type", "sender_type"),
        "public": ("is_public",),
    },
    "subscription": {
        "id": ("subscription_id", "contract_id"),
        "as_of": _NEWER,
        "user_id": (*_PERSON, "subscriber_id"),
        "started_at": ("start_date", "started", "subscription_start", "subscribed_at", "valid_from"),
        "ended_at": ("end_date", "ended", "subscription_end", "cancelled_at", "canceled_at", "valid_until"),
        "plan": ("plan_name", "product"),
        "monthly_amount": ("mrr", "monthly_price", "monthly_fee", "monthly_revenue"),
        "currency": ("currency_code",),
    },
    "delivery": {
        "id": ("delivery_id",),
        "time": (*_MOMENT, "sent_at", "delivered_at"),
        "campaign": ("campaign_name", "utm_campaign"),
        "message": ("message_name", "email_name", "subject"),
        "user_id": (*_PERSON, "recipient_id", "subscriber_id"),
        "kind": ("delivery_status", "email_event"),
        "impressions": ("impr",),
        "cost": _COST,
        "currency": ("currency_code",),
    },
    "post": {
        "id": ("post_id", "media_id", "tweet_id"),
        "time": (*_MOMENT, "published_at", "posted_at", "publish_time", "post_date"),
        "as_of": _NEWER,
        "network": _NETWORK,
        "profile": _PROFILE,
        "kind": ("post_type", "media_type", "content_type"),
        "text": ("caption", "message", "post_text"),
        "url": ("permalink", "post_url", "post_link"),
        "engagements": ("total_engagements",),
        "likes": ("like_count", "likes_count"),
        "comments": ("comment_count", "comments_count"),
        "shares": ("share_count", "shares_count"),
        "saves": ("save_count", "saves_count"),
        "link_clicks": ("url_clicks",),
    },
    "profile_day": {
        "day": ("date",),
        "as_of": _NEWER,
        "network": _NETWORK,
        "profile": _PROFILE,
        "followers": ("followers_count", "follower_count", "total_followers", "fans"),
        "gained": ("new_followers", "followers_gained", "gained_followers"),
        "lost": ("unfollows", "followers_lost", "lost_followers"),
    },
    "mention": {
        "id": ("mention_id", "review_id"),
        "time": (*_MOMENT, "published_at", "posted_at", "review_date"),
        "network": _NETWORK,
        "author": ("author_name", "username", "reviewer"),
        "kind": ("mention_type",),
        "text": ("review", "review_text", "content", "comment", "message"),
        "rating": ("stars", "star_rating"),
        "replied_at": ("reply_date", "responded_at"),
    },
    "spend": {
        "day": ("date",),
        "as_of": _NEWER,
        "campaign": ("campaign_name", "utm_campaign"),
        "amount": (*_COST, "media_cost", "marketing_spend"),
        "currency": ("currency_code",),
    },
}

MARKS: Mapping[str, tuple[frozenset[str], ...]] = {
    "event": (frozenset({"time"}), frozenset({"name", "type", "url", "path"}), frozenset({"user_id", "anonymous_id"})),
    "link": (frozenset({"time"}), frozenset({"kind"}), frozenset({"user_id"}), frozenset({"other_id"})),
    "customer": (
        frozenset({"user_id"}),
        frozenset({"email", "plan", "tier", "segment", "member_since", "paying_since"}),
    ),
    "order": (frozenset({"time"}), frozenset({"total"})),
    "answer": (frozenset({"time"}), frozenset({"kind"}), frozenset({"score", "text", "choices"})),
    "ticket": (
        frozenset({"created_at"}),
        frozenset({"assignee", "group", "priority", "first_response_at", "resolved_at", "satisfaction"}),
    ),
    "ticket_event": (frozenset({"time"}), frozenset({"ticket_id"}), frozenset({"kind"})),
    "subscription": (
        frozenset({"user_id"}),
        frozenset({"started_at"}),
        frozenset({"ended_at", "monthly_amount"}),
    ),
    "delivery": (
        frozenset({"time"}),
        frozenset({"campaign", "message"}),
        frozenset({"kind", "impressions", "clicks", "unique_opens", "unique_clicks"}),
    ),
    "post": (
        frozenset({"time"}),
        frozenset({"network"}),
        frozenset({"impressions", "reach", "engagements", "likes", "shares", "saves", "link_clicks", "video_views"}),
    ),
    "profile_day": (frozenset({"day"}), frozenset({"network"}), frozenset({"followers", "gained", "lost"})),
    "mention": (
        frozenset({"time"}),
        frozenset({"network"}),
        frozenset({"author", "rating", "replied_at", "sentiment"}),
        frozenset({"text", "rating"}),
    ),
    "spend": (frozenset({"day"}), frozenset({"amount"}), frozenset({"channel", "campaign"})),
}
"""By what a kind of record is known: of each set of fields a header must have one."""

GIVES_WAY = frozenset({"subscription", "delivery", "post", "profile_day", "mention", "spend"})
"""Kinds that share most of their names with others: where one of those explains as many columns, it is meant."""
