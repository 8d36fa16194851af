"""The window's long-lived objects, made in order of dependency."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from explorer.app.breakdown_controller import BreakdownController
from explorer.app.commands import Commands
from explorer.app.compare_controller import CompareController
from explorer.app.controller import Controller
from explorer.app.counts_controller import CountsController
from explorer.app.court_controller import CourtController
from explorer.app.court_export_controller import CourtExportController
from explorer.app.court_lines_controller import CourtLinesController
from explorer.app.court_questions import CourtQuestions
from explorer.app.definitions_controller import DefinitionsController
from explorer.app.diagnostics_controller import DiagnosticsController
from explorer.app.export_controller import ExportController
from explorer.app.facets_controller import FacetsController
from explorer.app.fetch_controller import FetchController
from explorer.app.findings_controller import FindingsController
from explorer.app.first_look import FirstLook
from explorer.app.flow_controller import FlowController
from explorer.app.frame import frame
from explorer.app.games_controller import GamesController
from explorer.app.help_controller import HelpController
from explorer.app.keys_controller import KeysController
from explorer.app.last_question import LastQuestion
from explorer.app.league_controller import LeagueController
from explorer.app.left_out_controller import LeftOutController
from explorer.app.listing_controller import ListingController
from explorer.app.main_window import MainWindow
from explorer.app.palette_controller import PaletteController
from explorer.app.panes import make_panes
from explorer.app.path_controller import PathController
from explorer.app.play_controller import PlayController
from explorer.app.preferences_controller import PreferencesController
from explorer.app.progress_controller import ProgressController
from explorer.app.recent_controller import RecentController
from explorer.app.removal_controller import RemovalController
from explorer.app.settings import Settings
from explorer.app.system_theme import SystemTheme
from explorer.app.views_controller import ViewsController
from explorer.app.welcome_controller import WelcomeController
from explorer.core.court import COURTS, court_for
from explorer.jobs.runner import Runner
from explorer.models.breakdown_model import BreakdownModel
from explorer.models.possession_model import PossessionModel
from explorer.paths import Paths
from explorer.services.annotations import open_annotations
from explorer.services.library import Library
from explorer.services.online import make_fetcher
from explorer.services.preferences import Preferences, read_preferences
from explorer.sources.credentials import Credentials
from explorer.sources.http import Transport
from explorer.store.games import GameStore


@dataclass(frozen=True, slots=True)
class Program:
    """What lives as long as the window."""

    window: MainWindow
    controller: Controller
    counts: CountsController
    breakdowns: BreakdownController
    compares: CompareController
    courts: CourtController
    lines: CourtLinesController
    questions: CourtQuestions
    ball_paths: PathController
    plays: PlayController
    pictures: CourtExportController
    definitions: DefinitionsController
    facets: FacetsController
    games: GamesController
    fetches: FetchController
    listing: ListingController
    keys: KeysController
    commands: Commands
    findings: FindingsController
    flow: FlowController
    views: ViewsController
    left_out: LeftOutController
    palette: PaletteController
    help: HelpController
    preferences: PreferencesController
    welcome: WelcomeController
    removals: RemovalController
    recent: RecentController
    runner: Runner
    library: Library
    settings: Settings
    model: PossessionModel


class Notices(QObject):
    """Brings what the transport has to say from its thread into the window's."""

    told = Signal(str)


def build(
    app: QApplication,
    paths: Paths,
    preferences: Preferences | None = None,
    *,
    is_offline: bool = False,
    transport: Transport | None = None,
    credentials: Credentials | None = None,
    window: MainWindow | None = None,
) -> Program:
    """Make every long-lived object, and furnish the window, or a new one; nothing is read or asked yet."""
    chosen = preferences or read_preferences(paths.preferences)
    settings = Settings(paths.settings)
    window = window or frame(app, chosen, settings)
    library = Library(GameStore(paths.library), chosen.preferred_source, paths.cache)
    runner = Runner()
    model = PossessionModel()
    groups = BreakdownModel()
    window.furnish(
        make_panes(model, groups, court_for("nba", None)),
        # The newest court of a league has the title that it goes by.
        {court.league: court.title for court in COURTS},
    )
    progress = ProgressController(window, runner)
    games = GamesController(window, library, runner, settings, chosen.preferred_source)
    recent = RecentController(window.menus.recent, games, runner, settings)
    viewer = Controller(window, model, games, runner, settings)
    LastQuestion(viewer, settings)
    FirstLook(window, viewer, games, runner)
    removals = RemovalController(window, games, library, runner)
    annotations = open_annotations(paths.annotations)
    counts = CountsController(window, viewer)
    league = LeagueController(viewer, runner, games.league_keys, library.load)
    breakdowns = BreakdownController(window, groups, viewer, league, settings)
    facets = FacetsController(window, viewer, settings)
    keys_known = credentials or Credentials()
    notices = Notices(window)
    notices.told.connect(window.possessions.bar.show_message)
    fetcher = make_fetcher(
        library, chosen, notices.told.emit, transport=transport, credentials=keys_known, is_offline=is_offline
    )
    fetches = FetchController(window, runner, fetcher)
    fetches.progressed.connect(progress.show_queue)
    listing = ListingController(window, runner, fetches)
    keys = KeysController(window, runner, fetcher, keys_known)
    lines = CourtLinesController(window, viewer, games, fetches, annotations)
    courts = CourtController(window, viewer, settings, lambda: groups.small_n)
    ball_paths = PathController(window, viewer, courts)
    plays = PlayController(window.court.play_layer, viewer, games, runner, window)
    plays.play_asked.connect(lambda: courts.want(layer=window.court.play_layer.name))
    plays.event_reached.connect(window.details.show_event)
    window.details.event_chosen.connect(plays.show_event)
    courts.wanted_changed.connect(lambda: plays.set_shown(window.court.layer is window.court.play_layer))
    plays.set_shown(window.court.layer is window.court.play_layer)
    pictures = CourtExportController(window, viewer, games)
    views = ViewsController(window, model, viewer, games, annotations)
    left_out = LeftOutController(window, model, viewer, games, fetches, runner, library, annotations)
    more = {**views.slots, **left_out.slots, **removals.slots}
    exports = ExportController(window, viewer, games, runner)
    commands = Commands(
        window, model, viewer, games, fetches, listing, keys, exports, runner, settings, chosen, paths, more
    )
    findings = FindingsController(window, viewer, runner)
    breakdowns.small_n_changed.connect(courts.refresh)
    compares = CompareController(window, viewer, breakdowns, courts)
    pictures.compare_with(lambda: compares.second)
    questions = CourtQuestions(window, viewer, (lambda: compares.question, compares.compare))
    definitions = DefinitionsController(window, viewer, views, chosen.definitions, commands.keep_definitions)
    flow = FlowController(window, model, viewer, settings)
    palette = PaletteController(window)
    help_pages = HelpController(window, viewer, definitions, palette, paths)
    settled = PreferencesController(window, commands, breakdowns, definitions, keys, library, paths)
    welcome = WelcomeController(window, viewer, games, settings)
    diagnostics = DiagnosticsController(window, runner, library, fetches, keys_known, paths)
    window.menus.connect_commands({"palette": palette.open, "preferences": settled.open, **diagnostics.slots})
    window.menus.connect_commands({**help_pages.slots, **welcome.slots})
    keys.host_chosen.connect(commands.keep_host)
    SystemTheme(app, window).changed.connect(commands.follow_system)
    window.restore(settings)
    return Program(
        window,
        viewer,
        counts,
        breakdowns,
        compares,
        courts,
        lines,
        questions,
        ball_paths,
        plays,
        pictures,
        definitions,
        facets,
        games,
        fetches,
        listing,
        keys,
        commands,
        findings,
        flow,
        views,
        left_out,
        palette,
        help_pages,
        settled,
        welcome,
        removals,
        recent,
        runner,
        library,
        settings,
        model,
    )
