using System.Runtime.CompilerServices;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes;

/// <summary>The enterprises within the scope with their facts, for questions a page asks of all of them; of a large city the first so many.</summary>
public sealed class EnterpriseSample(SubjectDirectory subjects, FactReader facts, CurrentUser user)
{
    /// <summary>A page must answer soon; a page that measures fewer than there are says so.</summary>
    public const int Most = 5000;

    /// <summary>All enterprises within the scope.</summary>
    public Task<int> CountAsync(CancellationToken cancellation) => Within.CountAsync(cancellation);

    public async IAsyncEnumerable<SampledEnterprise> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var chosen = await Within.OrderBy(subject => subject.Id).Take(Most).Select(subject => new { subject.Id, subject.Code, subject.Name }).ToDictionaryAsync(subject => subject.Id, cancellation);
        await foreach (var (id, known) in facts.LoadSubjectsAsync([.. chosen.Keys.Order()], null, cancellation))
            yield return new SampledEnterprise(chosen[id].Code, chosen[id].Name, known);
    }

    private IQueryable<Subject> Within => subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking();
}

public sealed record SampledEnterprise(string Code, string Name, SubjectFacts Facts);
