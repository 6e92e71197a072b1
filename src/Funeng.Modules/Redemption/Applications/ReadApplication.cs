using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>
/// Reads applications: an enterprise its own, reviewers those of the enterprises they answer for once they were handed in. Whoever may not see
/// one finds nothing there.
/// </summary>
public sealed class ReadApplication(
    FunengDb db, PolicyBook policies, FormBook forms, FactReader facts, ItemFacts items, SubjectDirectory subjects, OrganizationDirectory directory, RegionTree regions,
    CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>The applications this account sees, as a condition of the query.</summary>
    public IQueryable<Application> Visible() => db.Set<Application>().Where(VisibleTo());

    /// <returns>Null when there is none, or not for this user.</returns>
    public async Task<ApplicationView?> RunAsync(long id, CancellationToken cancellation) =>
        await Visible().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is { } application ? await OfAsync(application, cancellation) : null;

    internal async Task<ApplicationView?> OfAsync(Application application, CancellationToken cancellation)
    {
        if (policies.FindBenefit(application.Benefit) is not { } rule
            || await directory.FindAsync(Scope.All, application.Subject, cancellation) is not { } enterprise)
            return null;
        var typed = await db.Set<ApplicationField>().AsNoTracking().Where(row => row.Application == application.Id).ToDictionaryAsync(row => row.Key, cancellation);
        // 上年度 is counted from the day it was handed in: a review that goes on over New Year decides the same year.
        var on = application.SubmittedAt is { } at ? DateOnly.FromDateTime(city.Local(at).DateTime) : city.Today(clock);
        var registered = await items.OfAsync(rule.Benefit, application.Subject, application.Item, await facts.LoadSubjectAsync(application.Subject, null, cancellation), on, cancellation);
        var view = policies.Rules.View(registered, on);
        var remembered = await RememberedAsync(application, cancellation);
        var form = ApplicationForm.Of(rule, forms);
        var said = await HandedInAsync(application, cancellation);
        var fields = form.Fields.Select(field => Of(field, typed.GetValueOrDefault(field.Key), Fill(field, enterprise, view, remembered), said)).ToList();
        return new ApplicationView(
            application, enterprise, form, fields, await MaterialsAsync(application, form, view, cancellation),
            DecideBenefits.Of(rule, Declared(registered, view, fields), enterprise.Region), DecideBenefits.Of(rule, view, enterprise.Region));
    }

    private System.Linq.Expressions.Expression<Func<Application, bool>> VisibleTo()
    {
        if (user.Has(Permission.ApplyForBenefits) && user.Scope.Organization is { } own) return row => row.Subject == own;
        if (!user.Has(Permission.ReviewApplications)) return row => false;
        var within = subjects.Within(user.EnterpriseScope, Subject.Enterprise).Select(subject => subject.Id);
        return row => row.SubmittedAt != null && within.Contains(row.Subject);
    }

    private FactView Declared(SubjectFacts registered, FactView view, IReadOnlyList<FieldView> fields)
    {
        var builder = registered.ToBuilder();
        foreach (var field in fields.Where(field => field.IsDisputed || field.IsDeclared))
        {
            if (field.Field.Fact is { } fact && FieldText.Value(fact, field.Stored) is { } value) builder.Assume(fact, value, view.On);
        }

        return policies.Rules.View(builder.Build(), view.On);
    }

    /// <summary>What was handed in last, while it lies with the reviewers: it does not change when the register does.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> HandedInAsync(Application application, CancellationToken cancellation) =>
        application.SubmittedAt is null || application.IsOpen
        || await db.Set<ApplicationSubmission>().AsNoTracking().Where(row => row.Application == application.Id).OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation) is not { } last
            ? null
            : System.Text.Json.Nodes.JsonNode.Parse(last.Content)!["fields"]!.AsArray().ToDictionary(field => (string)field!["key"]!, field => (string?)field!["value"] ?? "");

    private static FieldView Of(FormField field, ApplicationField? typed, FieldPrefill? prefill, IReadOnlyDictionary<string, string>? said) =>
        said is not null && said.TryGetValue(field.Key, out var value) ? new(field, value, prefill, typed?.Who, typed?.At) : new(field, field.CanChange && typed is not null ? typed.Value : prefill?.Stored ?? "", prefill, field.CanChange ? typed?.Who : null, field.CanChange ? typed?.At : null);

    private FieldPrefill? Fill(FormField field, Organization enterprise, FactView view, IReadOnlyDictionary<string, FieldPrefill> remembered) => field.Kind switch
    {
        FieldKind.Identity => Registered(field.Key switch
        {
            ApplicationForm.Name => enterprise.Name,
            ApplicationForm.Code => enterprise.Code,
            _ => enterprise.Region is { } region ? regions.Name(region) : "",
        }, enterprise),
        FieldKind.Asked => remembered.GetValueOrDefault(field.Key)
            ?? (field.Asked!.IsAccountName && user.Scope.Organization == enterprise.Id ? new FieldPrefill(user.Name, "登录账号", null, false) : null),
        _ => view.Find(field.Fact!) is { } fact ? Of(fact) : null,
    };

    private FieldPrefill? Registered(string value, Organization enterprise) =>
        value.Length == 0 ? null : new FieldPrefill(value, "主体登记", DateOnly.FromDateTime(city.Local(enterprise.ChangedAt).DateTime));

    private FieldPrefill Of(Fact fact) =>
        new(FieldText.Stored(fact.Value), FactText.Source(fact), fact.IsComputed ? null : DateOnly.FromDateTime(city.Local(fact.LearnedAt).DateTime)) { Period = FactText.Of(fact.Period) };

    /// <summary>What the enterprise wrote in its latest application that it handed in, field by field.</summary>
    private async Task<Dictionary<string, FieldPrefill>> RememberedAsync(Application application, CancellationToken cancellation)
    {
        var keys = forms.Asked.Where(ask => ask.Remember).Select(ask => "ask." + ask.Key).ToList();
        var rows = await (
            from field in db.Set<ApplicationField>()
            join other in db.Set<Application>() on field.Application equals other.Id
            where other.Subject == application.Subject && other.Id != application.Id && other.SubmittedAt != null && keys.Contains(field.Key) && field.Value != ""
            orderby other.SubmittedAt descending
            select new { field.Key, field.Value, other.SubmittedAt }).AsNoTracking().ToListAsync(cancellation);
        return rows.GroupBy(row => row.Key).ToDictionary(
            group => group.Key, group => new FieldPrefill(group.First().Value, "上次申报", DateOnly.FromDateTime(city.Local(group.First().SubmittedAt!.Value).DateTime), false));
    }

    private async Task<IReadOnlyList<MaterialView>> MaterialsAsync(Application application, ApplicationForm form, FactView view, CancellationToken cancellation)
    {
        if (form.Materials.Count == 0) return [];
        var used = await db.Set<ApplicationMaterial>().AsNoTracking().Where(row => row.Application == application.Id).ToDictionaryAsync(row => row.Material, row => row.File, cancellation);
        var kinds = form.Materials.Select(material => material.Kind.Id).ToList();
        var files = await db.Set<HeldFile>().AsNoTracking().Where(file => file.Subject == application.Subject && (kinds.Contains(file.Kind) || used.Values.Contains(file.Id)))
            .OrderByDescending(file => file.At).ToListAsync(cancellation);
        return [.. form.Materials.Select(material => Of(material, used, files, view, application.SubmittedAt is not null && !application.IsOpen))];
    }

    private static MaterialView Of(FormMaterial material, Dictionary<string, long> used, List<HeldFile> files, FactView view, bool isHandedIn)
    {
        var fact = material.Material.HeldAs.Length > 0 && view.Catalogue.Find(material.Material.HeldAs) is { } definition ? Latest(view, definition) : null;
        var held = files.Where(file => file.Kind == material.Kind.Id && file.Counts(view.On)).ToList();
        // A paper that is kept goes along by itself; what was once chosen or handed in stays the one.
        var chosen = used.TryGetValue(material.Name, out var id) ? files.FirstOrDefault(file => file.Id == id && (isHandedIn || file.Counts(view.On))) : null;
        if (!isHandedIn) chosen ??= held.FirstOrDefault();
        var isProven = fact is not null && !(fact.Value.Kind == FeelKind.Boolean && !fact.Value.IsTrue);
        var standing = isProven ? MaterialStanding.Known : chosen is not null ? MaterialStanding.OnHand : MaterialStanding.Needed;
        return new MaterialView(material, standing, isProven ? fact : null, chosen, held);
    }

    // A yearly figure of this year or the last proves as much: the application is about the year that is over.
    private static Fact? Latest(FactView view, FactDefinition definition) =>
        view.Find(definition) ?? (view.Facts.FindLatest(definition) is { } fact && (fact.Period.IsState || fact.Period.Year >= view.On.Year - 1) ? fact : null);
}
