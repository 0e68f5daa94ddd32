-- What an analyst would write to keep what Regard keeps beside the rows, from the tables of by_hand.sql: totals by day,
-- dimension, value and group of people, return gaps, pairs of days and cohorts. Groups of people are those of their
-- numbers, which are other people than in Regard's; weeks begin on Monday.

-- Values that hang together, by combination with a code of its own; and what every code stands for, dimension by dimension.
create or replace temp table mixes as
select 0 as bundle, row_number() over ()::int as code, * from (select distinct channel, referrer, utm_source, utm_medium, utm_campaign from visits)
union all by name select 1 as bundle, row_number() over ()::int as code, * from (select distinct country, language from visits)
union all by name select 2 as bundle, row_number() over ()::int as code, * from (select distinct device, browser, os from visits)
union all by name select 3 as bundle, row_number() over ()::int as code, * from (select distinct entry_page, exit_page from visits)
union all by name select 4 as bundle, row_number() over ()::int as code, * from (select distinct page from page_visits)
union all by name select unnest([0, 1, 2]) as bundle, 0 as code;
create or replace temp table names as
select *, dense_rank() over (order by dimension, value) as place from (
  select bundle, code, unnest(['channel', 'referrer', 'utm_source', 'utm_medium', 'utm_campaign']) as dimension,
    unnest([channel, referrer, utm_source, utm_medium, utm_campaign]) as value from mixes where bundle = 0
  union all select bundle, code, unnest(['country', 'language', '']), unnest([country, language, null]) from mixes where bundle = 1
  union all select bundle, code, unnest(['device', 'browser', 'os']), unnest([device, browser, os]) from mixes where bundle = 2
  union all select bundle, code, unnest(['entry_page', 'exit_page']), unnest([entry_page, exit_page]) from mixes where bundle = 3
  union all select bundle, code, 'page', page from mixes where bundle = 4);
create or replace temp table places as select distinct place, dimension, value from names;

-- Visits by day, with their codes.
create or replace temp table vd as
select v.visit, v.person, (coalesce(v.person, v.visit) % 64)::int as person_group, d.day, d.day - d.before as back, d.views,
  a.code as a, b.code as b, c.code as c, e.code as e, v.duration, v.engaged_seconds, v.page_views, v.interactions,
  v.is_bounce, v.is_engaged
from visit_days d join visits v using (visit)
  join mixes a on a.bundle = 0 and a.code > 0 and a.channel is not distinct from v.channel and a.referrer is not distinct from v.referrer
    and a.utm_source is not distinct from v.utm_source and a.utm_medium is not distinct from v.utm_medium
    and a.utm_campaign is not distinct from v.utm_campaign
  join mixes b on b.bundle = 1 and b.code > 0 and b.country is not distinct from v.country and b.language is not distinct from v.language
  join mixes c on c.bundle = 2 and c.code > 0 and c.device is not distinct from v.device and c.browser is not distinct from v.browser
    and c.os is not distinct from v.os
  join mixes e on e.bundle = 3 and e.code > 0 and e.entry_page is not distinct from v.entry_page and e.exit_page is not distinct from v.exit_page;

-- Totals: by combination first, then by the value of each dimension.
create or replace table visit_totals as
with by_mix as (
  select case when a is not null then 0 when b is not null then 1 when c is not null then 2 else 3 end as bundle,
    coalesce(a, b, c, e) as code, day, back, person_group, count(*) as visits_x, sum(duration) as visit_duration_x,
    coalesce(sum(engaged_seconds), 0) as engaged_time_x, count(engaged_seconds) as engaged_time_s,
    count_if(page_views > 0 and is_bounce) as bounce_rate_x, count_if(page_views > 0) as bounce_rate_n,
    count_if(page_views = 1) as bounce_rate_single_page_x, count_if(not is_engaged) as bounce_rate_not_engaged_x,
    count_if(page_views <= 1 and coalesce(engaged_seconds, 0) < 15 and interactions = 0) as bounce_rate_metrica_x,
    count_if(is_engaged) as engaged_visit_rate_x, count(person) as of_people, sum(views) as views_inside
  from vd group by grouping sets ((a, day, back, person_group), (b, day, back, person_group), (c, day, back, person_group), (e, day, back, person_group)))
select dimension, value, summed.* exclude (place) from (
  select place, day, back, person_group, sum(columns(by_mix.* exclude (bundle, code, day, back, person_group)))
  from by_mix join names using (bundle, code) group by all) summed join places using (place) order by place, day, back, person_group;
create or replace table page_totals as
with pages as (
  select d.*, p.stay_seconds, v.person_group, a, b, c, e, m.code as f
  from page_days d join page_visits p using (visit, page) join vd v on d.visit = v.visit and v.back is null
    join mixes m on m.bundle = 4 and m.page is not distinct from d.page),
by_mix as (
  select case when a is not null then 0 when b is not null then 1 when c is not null then 2 when e is not null then 3 else 4 end as bundle,
    coalesce(a, b, c, e, f) as code, day, day - before as back, person_group,
    coalesce(sum(engaged_seconds), 0) as time_on_page_x, count(engaged_seconds) as time_on_page_n,
    coalesce(sum(stay_seconds), 0) as time_on_page_next_page_x, count(stay_seconds) as time_on_page_next_page_n,
    coalesce(sum(scroll), 0) as scroll_depth_x, count(scroll) as scroll_depth_n, count_if(scroll >= 0.25) as scroll_depth_reached_25,
    count_if(scroll >= 0.5) as scroll_depth_reached_50, count_if(scroll >= 0.75) as scroll_depth_reached_75,
    count_if(scroll >= 0.9) as scroll_depth_reached_90, count_if(is_exit) as exit_rate_x, count(*) as exit_rate_s, sum(views) as views_inside
  from pages group by grouping sets ((a, day, before, person_group), (b, day, before, person_group), (c, day, before, person_group), (e, day, before, person_group), (f, day, before, person_group)))
select dimension, value, summed.* exclude (place) from (
  select place, day, back, person_group, sum(columns(by_mix.* exclude (bundle, code, day, back, person_group)))
  from by_mix join names using (bundle, code) group by all) summed join places using (place) order by place, day, back, person_group;
create or replace table touch_totals as
with counted as (
  select name, type, page, visit, ts::date as day, (coalesce(person, row) % 64)::int as person_group,
    (type = 'page')::int as page_views_x, (type in ('page', 'screen', 'track'))::int as events_x from ev),
by_name as (
  select name, type, day, person_group, sum(page_views_x) as page_views_x, sum(events_x) as events_x from counted group by all),
by_page as (
  select page, day, person_group, sum(page_views_x) as page_views_x, sum(events_x) as events_x from counted group by all),
by_visit as (
  select visit, day, person_group, sum(page_views_x) as page_views_x, sum(events_x) as events_x
  from counted where visit is not null group by all),
coded as (
  select t.*, coalesce(a, 0) as a, coalesce(b, 0) as b, coalesce(c, 0) as c
  from by_visit t left join vd on t.visit = vd.visit and vd.back is null),
by_mix as (
  select case when a is not null then 0 when b is not null then 1 else 2 end as bundle, coalesce(a, b, c) as code, day,
    person_group, sum(page_views_x) as page_views_x, sum(events_x) as events_x
  from coded group by grouping sets ((a, day, person_group), (b, day, person_group), (c, day, person_group))),
outside as (
  select day, person_group, page_views_x, events_x,
    unnest(['channel', 'referrer', 'utm_source', 'utm_medium', 'utm_campaign', 'country', 'language', 'device', 'browser', 'os']) as dimension,
    unnest([channel, referrer, utm_source, utm_medium, utm_campaign, country, language, device, browser, os]) as value
  from (select row, ts::date as day, (coalesce(person, row) % 64)::int as person_group, (type = 'page')::int as page_views_x,
    (type in ('page', 'screen', 'track'))::int as events_x from ev where visit is null) join events e on e.rowid = row),
parts as (
  select 'name' as dimension, name as value, day, person_group, page_views_x, events_x from by_name
  union all by name select 'type' as dimension, type as value, * exclude (name, type) from by_name
  union all by name select '' as dimension, null as value, * exclude (name, type) from by_name
  union all by name select 'page' as dimension, page as value, * exclude (page) from by_page
  union all by name select * exclude (bundle, code, place) from by_mix join names using (bundle, code) where dimension <> ''
  union all by name select * from outside)
select dimension, value, day, person_group, sum(page_views_x) as page_views_x, sum(events_x) as events_x
from parts group by all having sum(events_x) > 0 or sum(page_views_x) > 0 order by dimension, value, day, person_group;

-- Return gaps: each day of a person, or of a person within a value, with the days since the one before it, else since the
-- person was first seen. One order for all people is faster than an order for each.
create or replace temp table visited as
select v.person * 4294967296 as whose, v.person_group, v.day, p.first_day, p.identified, a, b, c from vd v join people p using (person);
create or replace temp table active as
select d.person * 4294967296 as whose, (d.person % 64)::int as person_group, d.day, p.first_day, p.identified
from active_days d join people p using (person);
create or replace temp macro gaps_of(named, bundled) as table
with placed as (
  select whose + place as whose, place, day, first_day, identified
  from visited join names on dimension = named and bundle = bundled and code = case bundled when 0 then a when 1 then b else c end),
stepped as (
  select *, if(whose = lag(whose) over in_order, lag(day) over in_order, null) as before from placed window in_order as (order by whose, day)),
counted as (
  select place, day, if(before is null, -1 - (day - first_day), day - before) as step, count(*) as people,
    count_if(identified) as of_identified
  from stepped where before is distinct from day group by all)
select 'visitors' as activity, named as dimension, value, day, step, people, of_identified
from counted join (select distinct place, value from names where dimension = named) using (place);
create or replace table return_gaps as
with stepped as (
  select *, if(whose = lag(whose) over in_order, lag(day) over in_order, null) as before from active window in_order as (order by whose, day)),
parts as (
  select 'active' as activity, '' as dimension, null as value, day, if(before is null, -1 - (day - first_day), day - before) as step,
    count(*) as people, count_if(identified) as of_identified from stepped group by all
  union all from gaps_of('', 1) union all from gaps_of('channel', 0) union all from gaps_of('referrer', 0)
  union all from gaps_of('utm_source', 0) union all from gaps_of('utm_medium', 0) union all from gaps_of('utm_campaign', 0)
  union all from gaps_of('country', 1) union all from gaps_of('language', 1) union all from gaps_of('device', 2)
  union all from gaps_of('browser', 2) union all from gaps_of('os', 2))
select activity, dimension, value, day, if(step < 0, null, step) as back, if(step < 0, -1 - step, null) as seen, people, of_identified
from parts order by activity, dimension, value, day, back, seen;
create or replace table group_gaps as
with days as (
  select 'active' as activity, * from (select whose, day, person_group,
    if(whose = lag(whose) over in_order, lag(day) over in_order, null) as before from active window in_order as (order by whose, day))
  union all
  select 'visitors', * from (select whose, day, person_group,
    if(whose = lag(whose) over in_order, lag(day) over in_order, null) as before from visited window in_order as (order by whose, day)))
select activity, day, day - before as back, person_group, count(*) as people from days where before is distinct from day
group by all order by activity, day, back, person_group;

-- Pairs of days up to a quarter apart, and cohorts by first active day.
create or replace table day_pairs as
with pairs as (
  select day, unnest(list(day) over (partition by whose order by day range between interval 92 days preceding and current row)) as before from active)
select day, day - before::date as lag, count(*) as people from pairs where before < day group by all order by day, lag;
create or replace table cohorts as
with walked as (
  select day, first_value(day) over in_order as first_day, lag(day) over in_order as before
  from active window in_order as (partition by whose order by day))
select first_day, day, count(*) as people, count_if(coalesce(date_trunc('week', before) <> date_trunc('week', day), true)) as of_week,
  count_if(coalesce(date_trunc('month', before) <> date_trunc('month', day), true)) as of_month,
  count_if(coalesce(date_trunc('quarter', before) <> date_trunc('quarter', day), true)) as of_quarter,
  count_if(coalesce(date_trunc('year', before) <> date_trunc('year', day), true)) as of_year
from walked group by all order by first_day, day;
