using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>An item as typed.</summary>
/// <param name="Code">Of the enterprise.</param>
/// <param name="Values">Key of the fact, and what was typed: an empty one takes back what stood there, one that is not among them is left as it is.</param>
public sealed record TypedItem(string Benefit, string Code, string Number, string Title, IReadOnlyDictionary<string, string> Values)
{
    public bool IsSynthetic { get; init; }
}

/// <summary>A registered item with its enterprise and how far it is.</summary>
/// <param name="Award">The one that counts for it; null while there is none.</param>
public sealed record ItemRow(BenefitItem Item, Subject Enterprise, BenefitRule? Rule, Award? Award);

/// <summary>
/// The register of items: an office that has looked at a scene, a standard or a project writes down whose it is and what of it counts. A number is
/// there once for each benefit; registering it again files what has changed or was emptied, and what stood there before stays in the history.
/// </summary>
public sealed class KeepItems(
    FunengDb db, PolicyBook book, SubjectDirectory subjects, FactStore facts, FactReader reader, FactCatalogue catalogue, AwardBook awards, RedemptionSight sight, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestTitle = 80, Size = 20;

    internal const string Source = "authority";

    /// <summary>The benefits whose items have numbers and that enterprises here can have.</summary>
    public IReadOnlyList<BenefitRule> Benefits() => [.. book.InForce(city.Today(time)).Where(rule => rule.Benefit.Item?.By == ItemBy.Number)];

    public async Task<(IReadOnlyList<ItemRow> Rows, int Total)> ReadAsync(string? benefit, string? text, int page, CancellationToken cancellation)
    {
        var rows = from item in db.Set<BenefitItem>()
            join enterprise in subjects.Within(user.EnterpriseScope, Subject.Enterprise) on item.Subject equals enterprise.Id
            where (benefit == null || item.Benefit == benefit) && (text == null || item.Number.Contains(text) || item.Title.Contains(text) || enterprise.Name.Contains(text) || enterprise.Code == text)
            select new { item, enterprise };
        var shown = await rows.AsNoTracking().OrderByDescending(row => row.item.Id).Skip((page - 1) * Size).Take(Size).ToListAsync(cancellation);
        var owners = shown.ConvertAll(row => row.enterprise.Id);
        var awards = (await db.Set<Award>().AsNoTracking().Where(award => owners.Contains(award.Subject) && award.ItemKey != null && award.State != AwardState.Refused).ToListAsync(cancellation)).ToLookup(award => (award.Benefit, award.ItemKey));
        return ([.. shown.Select(row => new ItemRow(row.item, row.enterprise, book.FindBenefit(row.item.Benefit), awards[(row.item.Benefit, row.item.Number)].FirstOrDefault()))], await rows.CountAsync(cancellation));
    }

    /// <summary>The fields of an item: each of the facts that speak of it.</summary>
    public IReadOnlyList<FormField> FieldsOf(BenefitRule rule) => [.. (rule.Benefit.Item?.Facts ?? []).Select(catalogue.Find).OfType<FactDefinition>().Select(fact => new FormField(fact.Key, FactText.Label(fact), FieldKind.Fact) { Fact = fact })];

    /// <summary>The fields of an item with what is on file of it, to be corrected; empty ones where it is not registered.</summary>
    public async Task<IReadOnlyList<FieldView>> FilledAsync(BenefitRule rule, string number, CancellationToken cancellation)
    {
        var item = PolicyItem.Canonical(number) is { } known ? await db.Set<BenefitItem>().AsNoTracking().SingleOrDefaultAsync(row => row.Benefit == rule.Benefit.Id && row.Number == known, cancellation) : null;
        if (item is null || await FindAsync(item.Id, cancellation) is null) return [.. FieldsOf(rule).Select(field => new FieldView(field, "", null, null, null))];
        var view = book.Rules.View(await reader.LoadSubjectAsync(item.Id, null, cancellation), city.Today(time));
        return [.. FieldsOf(rule).Select(field => new FieldView(field, view.Find(field.Fact!) is { } fact ? FieldText.Stored(fact.Value) : "", null, null, null))];
    }

    /// <summary>An item with everything ever said about it, newest first; null when there is none, or not for this user.</summary>
    public async Task<(ItemRow Row, IReadOnlyList<FactEntry> History)?> FindAsync(long id, CancellationToken cancellation)
    {
        var found = await (from item in db.Set<BenefitItem>() join enterprise in subjects.Within(user.EnterpriseScope, Subject.Enterprise) on item.Subject equals enterprise.Id where item.Id == id select new { item, enterprise }).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (found is null) return null;
        var award = await db.Set<Award>().AsNoTracking().FirstOrDefaultAsync(row => row.Benefit == found.item.Benefit && row.Subject == found.item.Subject && row.Item == found.item.Number && row.State != AwardState.Refused, cancellation);
        return (new ItemRow(found.item, found.enterprise, book.FindBenefit(found.item.Benefit), award), await reader.HistoryAsync(id, cancellation));
    }

    public async Task<StepResult> RunAsync(TypedItem typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption) || book.FindBenefit(typed.Benefit) is not { Benefit.Item.By: ItemBy.Number } rule || !sight.ActsFor(Batches.CollectAwards.RegionOf(rule.Policy))) return new StepResult.NotFound();
        var (values, problems) = Read(rule, typed);
        var enterprise = await subjects.FindAsync(user.EnterpriseScope, Subject.Enterprise, typed.Code.Trim(), cancellation);
        if (enterprise is null) problems.Add(new("Code", "您范围内没有这个统一社会信用代码的企业。"));
        if (problems.Count > 0) return new StepResult.Refused(problems);
        try
        {
            var result = (StepResult?)null;
            await facts.PublishAsync(async cancel => result = await KeepAsync(rule, enterprise!, typed, values, cancel), cancellation);
            return result!;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("同时有人在办这家企业的兑付，什么都没有改。请看一眼再试。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<StepResult> KeepAsync(BenefitRule rule, Subject enterprise, TypedItem typed, List<(Period Period, FiledValue Value)> values, CancellationToken cancellation)
    {
        // Whoever takes the registration back at this moment, or proposes an award that rests on it, collides with this.
        await awards.TouchAsync([enterprise.Id], cancellation);
        var (number, of) = (PolicyItem.Canonical(typed.Number)!, rule.Benefit.Item!);
        var known = await db.Set<BenefitItem>().SingleOrDefaultAsync(item => item.Benefit == rule.Benefit.Id && item.Number == number, cancellation);
        if (known is not null && known.Subject != enterprise.Id) return StepResult.Because($"{of.Number}“{number}”已登记在别的企业名下，一项只属于一家企业。", "Number");
        if (known is null && await db.Set<Award>().AsNoTracking().FirstOrDefaultAsync(award => award.Benefit == rule.Benefit.Id && award.ItemKey == number && award.Subject != enterprise.Id && award.State != AwardState.Refused && award.State != AwardState.ClawedBack, cancellation) is { } paid)
            return StepResult.Because(ItemWords.PaidElsewhere(of, number, paid.State) + "。", "Number");
        var item = known ?? await AddAsync(rule, enterprise, number, typed, cancellation);
        item.Title = typed.Title.Trim();
        await subjects.DescribeAsync(item.Id, item.Title, enterprise.Region, enterprise.Zone, cancellation);
        foreach (var period in values.GroupBy(value => value.Period))
            await facts.RecordAsync(new NewFiling(item.Id, period.Key, Source, [.. period.Select(value => value.Value)]) { Place = $"{of.Name}登记 {number}" }, cancellation);
        audit.Record(known is null ? "登记兑付事项" : "更正兑付事项", $"enterprise:{enterprise.Code}", typed.Title.Trim(), null, new { typed.Benefit, number, Values = values.Select(value => value.Value.Key) });
        return new StepResult.Done(1, item.Id);
    }

    private async Task<BenefitItem> AddAsync(BenefitRule rule, Subject enterprise, string number, TypedItem typed, CancellationToken cancellation)
    {
        var subject = await subjects.EnsureAsync(new NewSubject(BenefitItem.Kind, BenefitItem.CodeOf(rule.Benefit.Id, number), typed.Title.Trim(), enterprise.Region, enterprise.Zone), cancellation);
        var item = new BenefitItem { Id = subject.Id, Benefit = rule.Benefit.Id, Subject = enterprise.Id, Number = number, Title = typed.Title.Trim(), Who = user.Signature, At = time.GetUtcNow(), IsSynthetic = typed.IsSynthetic };
        db.Add(item);
        return item;
    }

    private (List<(Period Period, FiledValue Value)> Values, List<Problem> Problems) Read(BenefitRule rule, TypedItem typed)
    {
        var (values, problems, today) = (new List<(Period, FiledValue)>(), new List<Problem>(), city.Today(time));
        if (IdentityNumber.IsIn(typed.Number)) problems.Add(new("Number", IdentityNumber.Refusal));
        else if (PolicyItem.Canonical(typed.Number) is null) problems.Add(new("Number", $"请写{rule.Benefit.Item!.Number}，2 到 {PolicyItem.LongestNumber} 个字。"));
        if (typed.Title.Trim().Length is 0 or > LongestTitle) problems.Add(new("Title", $"请写名称，最多 {LongestTitle} 个字。"));
        if (IdentityNumber.IsIn(typed.Title)) problems.Add(new("Title", IdentityNumber.Refusal));
        foreach (var field in FieldsOf(rule))
        {
            var (stored, problem) = FieldText.Read(field, typed.Values.GetValueOrDefault(field.Key, ""));
            if (problem is not null) problems.Add(new(field.Key, $"{field.Label}：{problem}"));
            else if (typed.Values.ContainsKey(field.Key))
                values.Add((field.Fact!.PeriodOn(today), new FiledValue(field.Fact.Origin is FactOrigin.View view ? view.Of : field.Key, FieldText.Value(field.Fact, stored) ?? FeelValue.Null)));
        }

        return (values, problems);
    }
}
