using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Registry;

public sealed class KeepFiguresTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task An_industry_that_was_filed_and_taken_back_is_shown_no_more(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var store = unit.Get<FactStore>();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, "A", "A"), Cancellation);
        await store.PublishAsync(Cancellation);
        await unit.Get<OrganizationLoader>().WriteAsync(
            [new LoadedOrganization(subject.Id, OrganizationKind.Enterprise, "A", "A", null, null, null, new DateOnly(2001, 2, 3))], Cancellation);
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await using var batch = await store.BeginBatchAsync(new NewBatch("x.csv", "enterprise"), Cancellation);
        await batch.WriteAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("industryCode", FeelValue.From("3073"))]), Cancellation);
        await batch.PublishAsync(Cancellation);
        Assert.Equal("3073", (await StoredAsync(city)).Industry);

        city.Time.Advance(TimeSpan.FromMinutes(1));
        await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "错列", Cancellation);

        var organization = await StoredAsync(city);
        Assert.Null(organization.Industry);
        Assert.Equal(new DateOnly(2001, 2, 3), organization.FoundedOn);
    }

    private static async Task<Organization> StoredAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Organization>().AsNoTracking().SingleAsync(Cancellation);
    }
}
