using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Projects;

/// <summary>The keys of the facts of projects that code must know, and under whose word each is filed.</summary>
public static class ProjectFacts
{
    public const string Stage = "projectStage";
    public const string StageOn = "projectStageOn";
    public const string PlannedStartOn = "plannedStartOn";
    public const string PlannedCompletionOn = "plannedCompletionOn";
    public const string PlannedProductionOn = "plannedProductionOn";
    public const string StartedOn = "projectStartedOn";
    public const string CompletedOn = "completedOn";
    public const string ProductionOn = "productionOn";
    public const string Investment = "projectInvestment";
    public const string Plan = "projectPlan";
    public const string Done = "projectDone";
    public const string Progress = "projectProgress";
    public const string ReportedOn = "projectReportedOn";
    public const string Power = "projectPower";
    public const string Invoiced = "projectInvoiced";
    public const string Latitude = "projectLatitude";
    public const string Longitude = "projectLongitude";

    // A later report must count over the ledger it was imported with, so both are filed as reports.
    private static readonly HashSet<string> Reported = [Done, Progress, ReportedOn, Power, Invoiced, "trailingOutput", "trailingTax"];

    /// <summary>The source a fact is filed under: what is reported under the reporter's, what an office decides under the office's.</summary>
    public static string SourceOf(string key) => Reported.Contains(key) ? "enterprise" : "authority";

    internal static Fact? Latest(SubjectFacts facts, string key) => facts.Catalogue.Find(key) is { } definition ? facts.FindLatest(definition) : null;

    internal static DateOnly? Day(SubjectFacts facts, string key) =>
        Latest(facts, key) is { Value.Kind: FeelKind.Date } fact && fact.Value.AsDate().TryToDateOnly(out var day) ? day : null;

    internal static decimal? Number(Fact? fact) => fact is { Value.Kind: FeelKind.Number } && fact.Value.AsNumber().TryToDecimal(out var number) ? number : null;

    internal static long? Fen(Fact? fact) => Number(fact) is { } yuan && Math.Abs(yuan) < 9e16m ? (long)decimal.Round(yuan * 100) : null;
}
