using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>An enterprise with its facts, and people who apply for it and review.</summary>
internal static class ApplicationsInTests
{
    /// <summary>Half of the fair's booth fee; papers: invoice, photo, and the export figure the government holds.</summary>
    public const string Booth = "zb-trade-support/booth";

    public const string Invoice = "展位费发票", Photo = "参展照片";

    public static readonly byte[] Pdf = "%PDF-1.7 发票"u8.ToArray(), Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Registers an enterprise with facts of last year, or states; amounts in yuan.</summary>
    public static async Task<long> FirmAsync(this TestInstallation city, string code, string? region = "370303001", params (string Key, object Value)[] facts)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", region), Cancellation);
        unit.Get<FunengDb>().Add(new Organization
        {
            Id = subject.Id, Kind = OrganizationKind.Enterprise, Code = code, Name = code + "公司", Region = region, CreatedAt = city.Time.Now, ChangedAt = city.Time.Now, IsSynthetic = true,
        });
        var catalogue = unit.Get<FactCatalogue>();
        foreach (var period in facts.GroupBy(fact => catalogue.Get(fact.Key).IsPerYear ? new Period(2025) : Period.State))
            await unit.Get<FactStore>().RecordAsync(new NewFiling(subject.Id, period.Key, "authority", [.. period.Select(fact => new FiledValue(fact.Key, Value(fact.Value)))]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
        return subject.Id;
    }

    /// <summary>One that may have the booth subsidy and whose export figure is known.</summary>
    public static Task<long> ExporterAsync(this TestInstallation city, string code, string? region = "370303001") =>
        city.FirmAsync(code, region, ("boothFee", 10_000), ("exportValue", 5_000_000), ("notOnDishonestyList", true));

    public static AsyncServiceScope Applicant(this TestInstallation city, long enterprise, string name = "会计", long id = 500) => city.As(Role.Enterprise, Scope.OfOrganization(enterprise), id, name);

    public static async Task<long> BeginAsync(this TestInstallation city, long enterprise, string benefit = Booth, string item = "A-1")
    {
        await using var unit = city.Applicant(enterprise);
        return Assert.IsType<StartResult.Started>(await unit.Get<StartApplication>().RunAsync(benefit, Cancellation, named: new NamedItem(item, ""))).Application.Id;
    }

    /// <summary>Fills in everything nobody knows, hands over the papers.</summary>
    public static async Task<long> FilledAsync(this TestInstallation city, long enterprise, string benefit = Booth, string? item = null)
    {
        var id = await city.BeginAsync(enterprise, benefit, item ?? $"A-{enterprise}");
        await using var unit = city.Applicant(enterprise);
        var view = (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        var asked = view.Empty.Where(field => field.Field.Kind == FieldKind.Asked).Select(field => new TypedField(field.Field.Key, "", field.Field.Key switch
        {
            "ask.phone" => "0533-1234567",
            "ask.intro" => "两条旧线换成一条自动线。",
            _ => "张会计",
        })).ToList();
        Assert.Empty(Assert.IsType<SaveResult.Saved>(await unit.Get<SaveFields>().RunAsync(id, asked, Cancellation)).Problems);
        foreach (var material in view.Materials.Where(material => !material.IsReady))
            Assert.IsType<PaperResult.Kept>(await unit.Get<KeepPapers>().RunAsync(id, material.Name, material.Name + ".pdf", Pdf, null, Cancellation));
        return id;
    }

    public static async Task<ApplicationSubmission> SubmitAsync(this TestInstallation city, long enterprise, long id)
    {
        await using var unit = city.Applicant(enterprise);
        var result = await unit.Get<SubmitApplication>().RunAsync(id, Cancellation);
        return Assert.IsType<SubmitResult.Submitted>(result is SubmitResult.Refused refused ? throw new InvalidOperationException(string.Join("; ", refused.Problems.Select(problem => problem.Message))) : result).Receipt;
    }

    public static async Task<long> SubmittedAsync(this TestInstallation city, long enterprise, string benefit = Booth, string? item = null)
    {
        var id = await city.FilledAsync(enterprise, benefit, item);
        await city.SubmitAsync(enterprise, id);
        return id;
    }

    private static FeelValue Value(object value) => value switch
    {
        bool flag => FeelValue.From(flag),
        int number => FeelValue.From((long)number),
        DateOnly day => FeelValue.From(day),
        string text => FeelValue.From(text),
        _ => throw new ArgumentException($"{value.GetType()} is no value of a fact."),
    };
}
