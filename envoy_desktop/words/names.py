"""Names for codes: one short text for each, for window, command line and paper.

An unknown code is told as itself, so that a newer file never breaks an older program. The words
stand in modules by topic; this is the one door to them.
"""

from envoy_desktop.words.acts import act as act
from envoy_desktop.words.acts import done as done
from envoy_desktop.words.attributes import assumed as assumed
from envoy_desktop.words.attributes import attribute as attribute
from envoy_desktop.words.attributes import attribute_choices as attribute_choices
from envoy_desktop.words.attributes import attribute_value as attribute_value
from envoy_desktop.words.attributes import because as because
from envoy_desktop.words.attributes import stage as stage
from envoy_desktop.words.course import clock as clock
from envoy_desktop.words.course import day_reason as day_reason
from envoy_desktop.words.course import effect as effect
from envoy_desktop.words.course import event as event
from envoy_desktop.words.course import holder as holder
from envoy_desktop.words.course import lamp as lamp
from envoy_desktop.words.course import limit_kind as limit_kind
from envoy_desktop.words.course import limit_start as limit_start
from envoy_desktop.words.course import party as party
from envoy_desktop.words.course import proposal as proposal
from envoy_desktop.words.course import state as state
from envoy_desktop.words.course import warning as warning
from envoy_desktop.words.daily import today_about as today_about
from envoy_desktop.words.daily import today_action as today_action
from envoy_desktop.words.daily import today_days as today_days
from envoy_desktop.words.daily import today_group as today_group
from envoy_desktop.words.days import day as day
from envoy_desktop.words.days import days as days
from envoy_desktop.words.days import full_day as full_day
from envoy_desktop.words.days import moment as moment
from envoy_desktop.words.days import month as month
from envoy_desktop.words.days import short_day as short_day
from envoy_desktop.words.days import weekday as weekday
from envoy_desktop.words.findings import finding as finding
from envoy_desktop.words.findings import finding_place as finding_place
from envoy_desktop.words.history import change as change
from envoy_desktop.words.history import changes as changes
from envoy_desktop.words.history import entry as entry
from envoy_desktop.words.history import field as field
from envoy_desktop.words.history import field_value as field_value
from envoy_desktop.words.history import kind as kind
from envoy_desktop.words.lists import amount as amount
from envoy_desktop.words.lists import figure as figure
from envoy_desktop.words.lists import joined as joined
from envoy_desktop.words.lists import money as money
from envoy_desktop.words.lists import unit as unit
from envoy_desktop.words.matters import channel as channel
from envoy_desktop.words.matters import department_kind as department_kind
from envoy_desktop.words.matters import direction as direction
from envoy_desktop.words.matters import document_kind as document_kind
from envoy_desktop.words.matters import document_state as document_state
from envoy_desktop.words.matters import duty_source as duty_source
from envoy_desktop.words.matters import duty_state as duty_state
from envoy_desktop.words.matters import material_state as material_state
from envoy_desktop.words.matters import obstacle_kind as obstacle_kind
from envoy_desktop.words.matters import obstacle_state as obstacle_state
from envoy_desktop.words.matters import reminder as reminder
from envoy_desktop.words.matters import severity as severity
from envoy_desktop.words.matters import urgency_part as urgency_part
from envoy_desktop.words.options import setting as setting
from envoy_desktop.words.options import setting_choices as setting_choices
from envoy_desktop.words.options import setting_label as setting_label
from envoy_desktop.words.options import setting_value as setting_value
