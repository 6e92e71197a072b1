using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Registry.Profile;

/// <summary>A value as typed into the form of a fact.</summary>
public sealed record TypedFact(string Code, string Key, string Value, string Year, string Source, string Reason);

/// <summary>Every way it can end.</summary>
public abstract record CorrectFactResult
{
    private CorrectFactResult()
    {
    }

    public sealed record Filed(string Understood) : CorrectFactResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : CorrectFactResult;

    /// <summary>No such enterprise or fact, or outside the scope.</summary>
    public sealed record NotFound : CorrectFactResult;
}

/// <summary>Files a value by hand: a correction is a later filing, with the reason in the audit.</summary>
public sealed class CorrectFact(
    OrganizationDirectory directory, FactStore store, FactCatalogue catalogue, FactSources sources, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int ShortestReason = 4;

    public async Task<CorrectFactResult> RunAsync(TypedFact typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || await directory.FindAsync(user.Scope, typed.Code, cancellation) is not { } organization
            || catalogue.Find(typed.Key) is not { } fact || fact.Origin is not (FactOrigin.Filed or FactOrigin.Derived))
        {
            return new CorrectFactResult.NotFound();
        }

        var problems = new List<Problem>();
        var period = ReadPeriod(fact, typed.Year, city.Today(clock).Year, problems);
        var reading = CatalogueCell.Read(SheetCell.OfText(typed.Value.Trim()), fact, null);
        if (reading.Problem is { } problem)
        {
            problems.Add(new Problem("Value", problem));
        }
        else if (reading.Value is null)
        {
            problems.Add(new Problem("Value", "没有填写数值。不知道就不要更正。"));
        }

        if (sources.OpenTo(user.Role).All(source => source.Id != typed.Source))
        {
            problems.Add(new Problem("Source", "没有选择数据来源，或您不能以这个来源填报。请选择数值出自哪里。"));
        }

        if (typed.Reason.Trim().Length < ShortestReason)
        {
            problems.Add(new Problem("Reason", "没有填写理由。请写明依据，例如“2025 年审计报告第 3 页”。"));
        }

        if (problems.Count > 0)
        {
            return new CorrectFactResult.Refused(problems);
        }

        audit.Record("更正事实", $"enterprise:{typed.Code}", typed.Reason.Trim(), null, new { fact.Label, Period = period.ToString(), Value = reading.Understood, typed.Source });
        await store.RecordAsync(
            new NewFiling(organization.Id, period, typed.Source, [new FiledValue(fact.Key, reading.Value!.Value)]) { Place = $"手工更正：{typed.Reason.Trim()}" }, cancellation);
        await store.PublishAsync(cancellation);
        return new CorrectFactResult.Filed(reading.Understood);
    }

    private static Period ReadPeriod(FactDefinition fact, string year, int latest, List<Problem> problems)
    {
        if (fact.Origin is FactOrigin.Filed { PerYear: false })
        {
            return Period.State;
        }

        if (int.TryParse(year, out var number) && number >= 1990 && number <= latest)
        {
            return new Period(number);
        }

        problems.Add(new Problem("Year", $"年度应是 1990 到 {latest} 之间的四位数，现在是“{year}”。"));
        return Period.State;
    }
}
