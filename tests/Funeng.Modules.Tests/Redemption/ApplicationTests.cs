using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>An enterprise applies: what is known stands there already, several people fill it in, and what is handed in is there once.</summary>
public sealed class ApplicationTests
{
    [Theory, OnBothDatabases]
    public async Task What_is_known_stands_in_the_form_with_source_and_day_and_only_the_rest_is_asked(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.BeginAsync(own);
        await using var unit = city.Applicant(own, "李会计");

        var view = (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;

        var fee = view.Fields.Single(field => field.Field.Label == "上年度参展展位费");
        Assert.Equal(("10000", "主管部门", "2025 年度", new DateOnly(2026, 3, 2)), (fee.Stored, fee.Prefill!.Source, fee.Prefill.Period, fee.Prefill.On!.Value));
        Assert.Equal("1", fee.Typed);
        Assert.Equal(["ask.phone"], view.Empty.Select(field => field.Field.Key));
        Assert.Equal([MaterialStanding.Needed, MaterialStanding.Needed, MaterialStanding.Known], view.Materials.Select(material => material.Standing));
        Assert.Equal(5_000m, view.Standing.Amount!.Low);
    }

    [Theory, OnBothDatabases]
    public async Task Handed_in_once_it_has_one_receipt_however_often_and_from_wherever_it_is_sent(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.FilledAsync(own);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SubmitPatientlyAsync(city, own, id))));

        var receipt = Assert.Single(receipts.DistinctBy(one => one.Id));
        Assert.Matches("^SB20260302-[0-9A-Z]{5}-[0-9A-Z]{5}$", receipt.Number);
        Assert.Equal(receipt.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(receipt.Content))));
        Assert.Contains("05331234567", receipt.Content, StringComparison.Ordinal);
        Assert.Equal(1L, Count(await city.ScalarAsync("select count(*) from application_submission")));
        Assert.Equal(1L, Count(await city.ScalarAsync("select count(*) from review_act")));
        Assert.Equal(receipt.Id, (await city.SubmitAsync(own, id)).Id);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_missing_is_said_beside_its_field_all_at_once_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        var id = await city.BeginAsync(own);
        await using var unit = city.Applicant(own);

        var refused = Assert.IsType<SubmitResult.Refused>(await unit.Get<SubmitApplication>().RunAsync(id, Cancellation));

        Assert.Equal(["boothFeeY1", "ask.phone", "material:" + Invoice, "material:" + Photo], refused.Problems.Select(problem => problem.Field));
        Assert.Equal(0L, Count(await city.ScalarAsync("select count(*) from application_submission")));
    }

    [Theory, OnBothDatabases]
    public async Task What_the_enterprise_adds_or_disputes_stands_beside_the_register_and_is_no_fact_yet(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        var id = await city.FilledAsync(own);
        await using (var unit = city.Applicant(own))
            await unit.Get<SaveFields>().RunAsync(id, [new TypedField("boothFeeY1", "", "2.5"), new TypedField("exportValueY1", "5000000", "600")], Cancellation);

        await city.SubmitAsync(own, id);

        await using var officer = city.As(Role.BureauOfficer);
        var view = (await officer.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        var exported = view.Fields.Single(field => field.Field.Key == "exportValueY1");
        Assert.True(exported.IsDisputed);
        Assert.Equal(("6000000", "5000000"), (exported.Stored, exported.Prefill!.Stored));
        Assert.True(view.Fields.Single(field => field.Field.Key == "boothFeeY1").IsDeclared);
        Assert.Equal((12_500m, Outcome.Met, Outcome.Unknown), (view.Standing.Amount!.Low, view.Standing.Outcome, view.Registered.Outcome));
    }

    [Theory, OnBothDatabases]
    public async Task Two_who_fill_in_one_form_lose_nothing_of_each_other(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.BeginAsync(own);
        TypedField[] opened = [new("ask.phone", "", ""), new("boothFeeY1", "10000", "1"), new("ask.contact", "会计", "会计")];

        // Both opened the same empty form; one writes the phone, the other a fee and another phone.
        await SaveAsync(city, own, "李会计", id, [opened[0] with { Typed = "05331111111" }, opened[1], opened[2]]);
        var second = await SaveAsync(city, own, "王经理", id, [opened[0] with { Typed = "05332222222" }, opened[1] with { Typed = "1.2" }, opened[2]]);

        var contested = Assert.Single(second.Contested);
        Assert.Equal(("ask.phone", "05331111111", "李会计", "05332222222"), (contested.Field.Key, contested.Theirs, contested.Who, contested.Typed));
        Assert.Equal(["05331111111", "12000"], await StoredAsync(city, own, id, "ask.phone", "boothFeeY1"));

        // He has seen it and means it.
        await SaveAsync(city, own, "王经理", id, [new("ask.phone", "05331111111", "05332222222")]);
        Assert.Equal(["05332222222"], await StoredAsync(city, own, id, "ask.phone"));
    }

    [Theory, OnBothDatabases]
    public async Task Ten_who_type_in_different_fields_at_one_moment_are_all_kept(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001");
        var id = await city.BeginAsync(own);
        (string Key, string Typed)[] edits = [("ask.phone", "05331111111"), ("exportValueY1", "500"), ("notOnDishonestyList", "是"), ("ask.contact", "张三"), ("boothFeeY1", "3")];

        await Task.WhenAll(edits.Concat(edits).Select((edit, at) => Task.Run(() => SaveAsync(city, own, $"人{at}", id, [new(edit.Key, edit.Key == "ask.contact" ? $"人{at}" : "", edit.Typed)]))));

        Assert.Equal(["05331111111", "5000000", "true", "张三", "30000"], await StoredAsync(city, own, id, [.. edits.Select(edit => edit.Key)]));
    }

    [Theory, OnBothDatabases]
    public async Task Two_colleagues_who_start_at_one_moment_work_on_the_same_application(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => city.BeginAsync(own))));

        Assert.Single(ids.Distinct());
    }

    [Theory, OnBothDatabases]
    public async Task A_paper_is_handed_in_once_and_goes_along_with_the_next_application_until_it_runs_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A");
        var first = await city.BeginAsync(own, "sd-innovation-voucher/voucher");
        await using (var unit = city.Applicant(own))
        {
            Assert.True(Assert.IsType<PaperResult.Kept>(await unit.Get<KeepPapers>().RunAsync(first, "发票", "发票.pdf", Pdf, new DateOnly(2026, 6, 30), Cancellation)).IsNew);
            Assert.False(Assert.IsType<PaperResult.Kept>(await unit.Get<KeepPapers>().RunAsync(first, "发票", "再传.pdf", Pdf, null, Cancellation)).IsNew);
        }

        var second = await city.BeginAsync(own, "zb-cloud-subsidy/subsidy");
        Assert.Equal(MaterialStanding.OnHand, await StandingAsync(city, own, second, "发票"));
        city.Time.Now = new DateTimeOffset(2026, 7, 1, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(MaterialStanding.Needed, await StandingAsync(city, own, second, "发票"));
    }

    [Theory, OnBothDatabases]
    public async Task A_file_that_is_not_what_it_says_is_empty_too_large_or_out_of_date_is_refused_with_the_reason(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.BeginAsync(own);
        await using var unit = city.Applicant(own);
        var papers = unit.Get<KeepPapers>();

        async Task<string> RefusedAsync(string name, byte[] content, DateOnly? to = null) =>
            Assert.IsType<PaperResult.Refused>(await papers.RunAsync(id, Invoice, name, content, to, Cancellation)).Problem.Message;

        Assert.Contains("认不出", await RefusedAsync("a.pdf", "MZ"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("认不出", await RefusedAsync("a.exe", Pdf), StringComparison.Ordinal);
        Assert.Contains("空的", await RefusedAsync("a.pdf", []), StringComparison.Ordinal);
        Assert.Contains("最大 10 MB", await RefusedAsync("a.pdf", new byte[KeepPapers.LargestFile + 1]), StringComparison.Ordinal);
        Assert.Contains("已经过期", await RefusedAsync("a.pdf", Pdf, new DateOnly(2026, 1, 1)), StringComparison.Ordinal);
        Assert.Equal(0L, Count(await city.ScalarAsync("select count(*) from held_file")));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_sees_or_touches_an_application_that_is_not_his(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (own, other) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        var id = await city.FilledAsync(own);

        await using (var stranger = city.Applicant(other)) await NothingAsync(stranger, id);
        // A draft is the enterprise's own: no official looks over its shoulder.
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Null(await officer.Get<ReadApplication>().RunAsync(id, Cancellation));
        await city.SubmitAsync(own, id);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.NotNull(await officer.Get<ReadApplication>().RunAsync(id, Cancellation));
        foreach (var (role, scope) in new[] { (Role.TownshipClerk, Scope.OfRegions("370302")), (Role.Leader, Scope.All), (Role.Expert, Scope.OfRegions("3703")), (Role.Enterprise, Scope.OfOrganization(other)) })
        {
            await using var unit = city.As(role, scope, 900);
            await NothingAsync(unit, id);
        }
    }

    private static async Task NothingAsync(AsyncServiceScope unit, long id)
    {
        Assert.Null(await unit.Get<ReadApplication>().RunAsync(id, Cancellation));
        Assert.IsType<SaveResult.NotFound>(await unit.Get<SaveFields>().RunAsync(id, [new("ask.phone", "", "05331234567")], Cancellation));
        Assert.IsType<PaperResult.NotFound>(await unit.Get<KeepPapers>().RunAsync(id, Invoice, "a.pdf", Pdf, null, Cancellation));
        Assert.IsType<SubmitResult.NotFound>(await unit.Get<SubmitApplication>().RunAsync(id, Cancellation));
        var file = await unit.Get<FunengDb>().Set<HeldFile>().Select(row => row.Id).FirstAsync(Cancellation);
        Assert.Null(await unit.Get<KeepPapers>().OpenAsync(id, file, Cancellation));
    }

    private static async Task<ApplicationSubmission> SubmitPatientlyAsync(TestInstallation city, long own, long id)
    {
        while (true)
        {
            try
            {
                return await city.SubmitAsync(own, id);
            }
            catch (Exception problem) when (WriteCollision.Is(problem))
            {
                // What the page answers with 409, and the phone with sending again.
            }
        }
    }

    private static async Task<SaveResult.Saved> SaveAsync(TestInstallation city, long own, string who, long id, IReadOnlyList<TypedField> typed)
    {
        await using var unit = city.Applicant(own, who);
        return Assert.IsType<SaveResult.Saved>(await unit.Get<SaveFields>().RunAsync(id, typed, Cancellation));
    }

    private static async Task<IEnumerable<string>> StoredAsync(TestInstallation city, long own, long id, params IReadOnlyList<string> keys)
    {
        await using var unit = city.Applicant(own);
        var view = (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        return [.. keys.Select(key => view.Fields.Single(field => field.Field.Key == key).Stored)];
    }

    private static async Task<MaterialStanding> StandingAsync(TestInstallation city, long own, long id, string material)
    {
        await using var unit = city.Applicant(own);
        return (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!.Materials.Single(one => one.Name == material).Standing;
    }

    private static long Count(object? scalar) => Convert.ToInt64(scalar, CultureInfo.InvariantCulture);
}
