import Calendars
import Testing
