using Funeng.Engines.Criteria;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Api;
using Funeng.Modules.Foundation.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Schemes.Explain;

/// <summary>The verdicts on an enterprise for other systems: in one line each, or one with every reason, gap and source.</summary>
internal static class VerdictEndpoints
{
    public static void MapVerdictApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/enterprises/{code}/verdicts", ListAsync).RequireAuthorization(nameof(Permission.ViewEnterprises)).WithTags("判定")
            .WithSummary("一家企业在各项标准下的最新判定").ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("outcome：met 符合、notMet 不符合、unknown 待补充（缺少事实）。分数在缺少事实时是一个范围。");
        api.MapGet("/enterprises/{code}/verdicts/{scheme}", ExplainAsync).RequireAuthorization(nameof(Permission.ViewEnterprises)).WithTags("判定")
            .WithSummary("一项判定的全部理由：每一条的结论、所用数值及来源、门槛、差距、条款，以及还缺什么")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("on 是申请日期（不填为今天），决定适用哪个版本；asOf 只用那一天结束时已知的事实。");
    }

    private static async Task<Results<Ok<EnterpriseVerdicts>, ProblemHttpResult>> ListAsync(
        string code, SubjectDirectory subjects, VerdictStore verdicts, RuleBook rules, CurrentUser user, CancellationToken cancellation)
    {
        if (await subjects.FindAsync(user.Scope, Subject.Enterprise, code, cancellation) is not { } subject)
        {
            return NotFound();
        }

        var stored = await verdicts.OfSubjectAsync(subject.Id, cancellation);
        return TypedResults.Ok(new EnterpriseVerdicts(
            subject.Code, subject.Name,
            [.. stored.OrderBy(verdict => verdict.Scheme, StringComparer.Ordinal).Select(verdict => VerdictItem.Of(verdict, rules.FindLatest(verdict.Scheme)?.Scheme.Title ?? verdict.Scheme))]));
    }

    private static async Task<Results<Ok<ExplainedItem>, ProblemHttpResult>> ExplainAsync(
        string code, string scheme, string? on, string? asOf, ExplainVerdict explain, CurrentUser user, CityProfile city, TimeProvider clock, CancellationToken cancellation)
    {
        if ((ApiAnswers.ReadDate("on", on, out var day) ?? ApiAnswers.ReadDate("asOf", asOf, out _)) is { } bad)
        {
            return bad;
        }

        var moment = city.StartOf(asOf)?.AddDays(1).AddTicks(-1);
        var question = new VerdictQuestion(day ?? city.Today(clock), moment);
        return await explain.RunAsync(user.Scope, code, scheme, question, cancellation) is { } explained
            ? TypedResults.Ok(ExplainedItem.Of(explained))
            : NotFound();
    }

    private static ProblemHttpResult NotFound() => ApiAnswers.NotFound("没有这家企业或这项标准，或不在您的数据范围内", "verdict_not_found");
}

/// <summary>The latest verdicts on an enterprise.</summary>
public sealed record EnterpriseVerdicts(string Code, string Name, IReadOnlyList<VerdictItem> Items);

/// <summary>A stored verdict in one line.</summary>
/// <param name="Version">The version of the rules that decided.</param>
/// <param name="Sha256">Their signature.</param>
/// <param name="On">Application date.</param>
/// <param name="Missing">How many missing facts could still change it.</param>
/// <param name="Failed">Ids of the conditions that stand against it.</param>
public sealed record VerdictItem(
    string Scheme, string Title, string Version, string Sha256, DateOnly On, Outcome Outcome, decimal? ScoreLow, decimal? ScoreHigh, string? Class, int Missing,
    IReadOnlyList<string> Failed, DateTimeOffset DecidedAt)
{
    internal static VerdictItem Of(StoredVerdict verdict, string title) => new(
        verdict.Scheme, title, verdict.Version, verdict.Sha256, verdict.OnDate, verdict.Outcome, verdict.ScoreLow / 1000m, verdict.ScoreHigh / 1000m, verdict.Class,
        verdict.Missing, verdict.Failed.Split(';', StringSplitOptions.RemoveEmptyEntries), verdict.DecidedAt);
}

/// <summary>One verdict with every reason.</summary>
public sealed record ExplainedItem(
    string Code, string Name, string Scheme, string Title, string Version, string Sha256, DateOnly On, DateTimeOffset? AsOf, bool IsInForce, bool NeedsVerification,
    Outcome Outcome, decimal? ScoreLow, decimal? ScoreHigh, IReadOnlyList<FindingItem> Findings, IReadOnlyList<MissingItem> Missing)
{
    internal static ExplainedItem Of(ExplainedVerdict it) => new(
        it.Subject.Code, it.Subject.Name, it.Pack.Id, it.Pack.Scheme.Title, it.Pack.VersionName, it.Pack.Sha256, it.Question.On, it.Question.AsOf,
        it.Pack.Scheme.IsInForce(it.Question.On), it.Pack.NeedsVerification, it.Verdict.Outcome, Number(it.Verdict.Score?.Low), Number(it.Verdict.Score?.High),
        [.. it.Verdict.Findings.Select(FindingItem.Of)],
        [.. it.Verdict.Missing.Select(missing => new MissingItem(
            missing.Definition.Key, FactText.Label(missing.Definition), missing.Definition.Unit, missing.DecidesAlone, missing.CriteriaTouched))]);

    internal static decimal? Number(FeelNumber? number) => number is { } known && known.TryToDecimal(out var value) ? value : null;
}

/// <summary>What was concluded about one criterion.</summary>
/// <param name="Kind">Its part in the scheme: gate, indicator, group, total, …</param>
/// <param name="NeedsVerification">Its figures were not read in a published text.</param>
public sealed record FindingItem(
    string Id, CriterionKind Kind, string Label, string Clause, bool NeedsVerification, Outcome? Outcome, decimal? ScoreLow, decimal? ScoreHigh, decimal? ScoreMax, string? Class,
    IReadOnlyList<EvidenceItem> Evidence)
{
    internal static FindingItem Of(Finding finding) => new(
        finding.Criterion.Key, finding.Criterion.Kind, finding.Criterion.Label, finding.Criterion.Clause, finding.Criterion.NeedsVerification, finding.Outcome,
        ExplainedItem.Number(finding.Score?.Low), ExplainedItem.Number(finding.Score?.High), ExplainedItem.Number(finding.Criterion.Max), finding.Class,
        [.. finding.Evidence.Select(EvidenceItem.Of)]);
}

/// <summary>One comparison: the value used with its source, the bound, and how far it is from it.</summary>
/// <param name="Used">Null when the fact is missing.</param>
/// <param name="Gap">Needed minus present, in <paramref name="GapUnit"/>; null when nothing measurable is missing.</param>
public sealed record EvidenceItem(
    string Fact, string Label, FactItem? Used, string Operator, object? Threshold, Outcome? Outcome, decimal? Gap, string? GapUnit)
{
    internal static EvidenceItem Of(Evidence line) => new(
        line.Definition.Key, FactText.Label(line.Definition), line.Fact is { } fact ? FactItem.Of(fact) : null, line.Operator,
        line.Threshold is { } threshold ? FactItem.ValueOf(threshold) : null, line.Outcome, ExplainedItem.Number(line.Gap?.Signed), line.Gap?.Unit);
}

/// <summary>A fact to ask for, the most deciding first.</summary>
/// <param name="DecidesAlone">Some value of it alone would decide the conclusion.</param>
/// <param name="Criteria">How many open criteria depend on it.</param>
public sealed record MissingItem(string Fact, string Label, string Unit, bool DecidesAlone, int Criteria);
