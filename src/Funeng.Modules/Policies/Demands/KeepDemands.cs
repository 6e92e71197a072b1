using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Premises;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Demands;

/// <summary>A demand as typed; what a kind does not ask for is empty.</summary>
public sealed record TypedDemand(string Kind, string LeastArea, string MostArea, string Region, string MostPrice, string Amount, string NeededBy, string Note, string FormKey)
{
    public bool IsSynthetic { get; init; }
}

/// <summary>Every way asking can end.</summary>
public abstract record DemandResult
{
    private DemandResult()
    {
    }

    public sealed record Asked(SupportDemand Demand) : DemandResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : DemandResult;

    /// <summary>Not for this user.</summary>
    public sealed record NotFound : DemandResult;
}

/// <summary>
/// Takes what an enterprise asks for, once for each form, and gives it to the office that answers: the clock of the task runs from then on. Premises are matched when
/// somebody looks; financing goes to the finance office alone.
/// </summary>
public sealed class KeepDemands(
    FunengDb db, SubjectDirectory subjects, FactReader facts, FactCatalogue catalogue, TaskBook tasks, PolicyOffices offices, DemandTerms terms, RegionTree regions, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const string TaskKind = "demand", Source = "support";

    public const int LongestNote = 300, MostYears = 3;

    private const int LongestKey = 64;

    private const long MostAmount = 1_000_000;

    /// <summary>What is known already of the enterprise that signs in, so that it need not be typed.</summary>
    public async Task<TypedDemand> BeginAsync(DemandKind kind, CancellationToken cancellation)
    {
        var empty = new TypedDemand(kind.ToString(), "", "", "", "", "", "", "", "");
        if (user.Scope.Organization is not { } own || await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise) return empty;
        var area = kind == DemandKind.Office && catalogue.Find("rdFloorArea") is { } fact ? (await facts.LoadSubjectAsync(own, null, cancellation)).FindLatest(fact)?.Value : null;
        return empty with
        {
            Region = regions.County(enterprise.Region)?.Code ?? "",
            LeastArea = area is { Kind: FeelKind.Number } known && known.AsNumber().TryToDecimal(out var metres) && metres > 0 ? ((long)metres).ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    public async Task<DemandResult> AskAsync(TypedDemand typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || user.Scope.Organization is not { } own
            || await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise) return new DemandResult.NotFound();
        var problems = new List<Problem>();
        if (Read(typed, enterprise, problems) is not { } demand || problems.Count > 0) return new DemandResult.Refused(problems);
        if (await db.Set<SupportDemand>().AsNoTracking().SingleOrDefaultAsync(row => row.Subject == own && row.FormKey == demand.FormKey, cancellation) is { } before) return new DemandResult.Asked(before);
        await GiveOutAsync(demand, enterprise, cancellation);
        db.Add(demand);
        audit.Record("提出用地用房、融资需求", $"support:{demand.Id}", "", null, new { demand.Kind, demand.NeededBy });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new DemandResult.Asked(demand);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Sent twice: the first one stands.
            db.ChangeTracker.Clear();
            return await db.Set<SupportDemand>().AsNoTracking().SingleOrDefaultAsync(row => row.Subject == own && row.FormKey == demand.FormKey, cancellation) is { } first
                ? new DemandResult.Asked(first) : new DemandResult.Refused([new Problem("", "保存时与他人的改动相撞，没有记上，请再提交一次。")]);
        }
    }

    private SupportDemand? Read(TypedDemand typed, Subject enterprise, List<Problem> problems)
    {
        if (!Enum.TryParse<DemandKind>(typed.Kind, out var kind) || !Enum.IsDefined(kind))
        {
            problems.Add(new("Kind", "没有选择要什么。"));
            return null;
        }

        var (today, note) = (city.Today(time), typed.Note.Trim());
        if (!KeepPremises.Date(typed.NeededBy, out var by) || by < today || by > today.AddYears(MostYears)) problems.Add(new("NeededBy", $"什么时候要，应在今天到 {Fmt.Date(today.AddYears(MostYears))} 之间。"));
        KeepPremises.Text(problems, "Note", kind == DemandKind.Financing ? "用途" : "说明", note, kind == DemandKind.Financing ? 4 : 0, LongestNote);
        var (least, most, price, amount) = kind == DemandKind.Financing ? (0, 0, null, Amount(typed.Amount, problems)) : Wanted(typed, Enum.Parse<PremiseKind>(kind.ToString()), problems);
        var isForm = typed.FormKey.Length is > 0 and <= LongestKey;
        return new SupportDemand
        {
            Id = ids.Next(), Subject = enterprise.Id, Kind = kind, LeastArea = least, MostArea = most, Region = kind == DemandKind.Financing ? "" : typed.Region, MostPriceFen = price, AmountFen = amount, NeededBy = by, Note = note,
            FormKey = isForm ? typed.FormKey : ids.Next().ToString(CultureInfo.InvariantCulture), Who = user.Name, Account = user.Id, At = time.GetUtcNow(), ChangedBy = user.Signature, ChangedAt = time.GetUtcNow(), IsSynthetic = typed.IsSynthetic,
        };
    }

    private (long Least, long Most, long? PriceFen, long Amount) Wanted(TypedDemand typed, PremiseKind kind, List<Problem> problems)
    {
        var (least, most, price) = (KeepPremises.Whole(typed.LeastArea), KeepPremises.Whole(typed.MostArea), KeepPremises.Fen(typed.MostPrice, kind));
        if (least is null) problems.Add(new("LeastArea", "最少要多少平方米？请填大于 0 的整数。"));
        if (most is null) problems.Add(new("MostArea", "最多要多少平方米？请填大于 0 的整数。"));
        else if (most < least) problems.Add(new("MostArea", "最多的面积比最少的还小，请核对。"));
        if (typed.Region.Length > 0 && regions.Counties.All(county => county.Code != typed.Region)) problems.Add(new("Region", "请从列出的区县里选，或选“都可以”。"));
        if (typed.MostPrice.Trim().Length > 0 && price is null) problems.Add(new("MostPrice", $"价格上限应是不小于 0 的数，单位 {kind.PriceUnit()}；不限就空着。"));
        return (least ?? 0, most ?? 0, price, 0);
    }

    private static long Amount(string typed, List<Problem> problems)
    {
        if (decimal.TryParse(typed.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var wan) && wan is > 0 and <= MostAmount) return (long)decimal.Round(wan * 1_000_000);
        problems.Add(new("Amount", "需要多少资金，以万元计，应是大于 0 的数。"));
        return 0;
    }

    private async Task GiveOutAsync(SupportDemand demand, Subject enterprise, CancellationToken cancellation)
    {
        if (terms.OfficeOf(demand.Kind) is not { Length: > 0 } name || PolicyOffices.Find(name, await offices.AllAsync(cancellation)) is not { } body) return;
        var title = $"{enterprise.Name}：{demand.Kind.DisplayName()}需求";
        var made = await tasks.OpenAsync(
            new NewTask(TaskKind, new TaskSource(Source, demand.Id.ToString(CultureInfo.InvariantCulture), "用地用房和融资需求", demand.Link), title.Length <= TaskRules.LongestTitle ? title : title[..TaskRules.LongestTitle])
            {
                LeadBody = body.Id, Region = enterprise.Region, Zone = enterprise.Zone, IsAsked = true, IsSynthetic = demand.IsSynthetic, Detail = DemandWords.Of(demand, regions.Name),
            }, cancellation);
        if (made is TaskResult.Done done) demand.Task = done.Item.Id;
    }
}

/// <summary>What is asked for, in one line.</summary>
public static class DemandWords
{
    public static string Of(SupportDemand demand, Func<string, string> place) => demand.Wanted is not { } kind
        ? $"融资 {Fmt.Money(demand.AmountFen / 100m)}，{Fmt.Date(demand.NeededBy)} 前要，用途：{demand.Note}"
        : $"{demand.Kind.DisplayName()} {Fmt.Number(demand.LeastArea)} 至 {kind.Area(demand.MostArea)}，{(demand.Region.Length > 0 ? place(demand.Region) : "区县不限")}，{(demand.MostPriceFen is { } most ? $"不超过 {kind.Price(most)}" : "价格不限")}，{Fmt.Date(demand.NeededBy)} 前要{(demand.Note.Length > 0 ? $"：{demand.Note}" : "")}";
}
