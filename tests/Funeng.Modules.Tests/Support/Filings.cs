using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Tests.Support;

/// <summary>Short ways to file something about an enterprise and to read it back.</summary>
public static class Filings
{
    /// <summary>Files about the enterprise of a code, made when it is new; answers its id.</summary>
    public static async Task<long> FileAsync(this TestInstallation city, string code, NewFiling filing)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司"), CancellationToken.None);
        await unit.Get<FactStore>().RecordAsync(filing with { Subject = subject.Id }, CancellationToken.None);
        await unit.Get<FactStore>().PublishAsync(CancellationToken.None);
        return subject.Id;
    }

    /// <summary>The revenue of 2025.</summary>
    public static async Task<Fact?> RevenueAsync(this TestInstallation city, long subject, DateTimeOffset? asOf = null)
    {
        await using var unit = city.As();
        var facts = await unit.Get<FactReader>().LoadSubjectAsync(subject, asOf, CancellationToken.None);
        return facts.Find(facts.Catalogue.Get("revenue"), new Period(2025));
    }
}
