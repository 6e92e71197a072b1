using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Schemes.Explain;

/// <summary>Decides one enterprise under one scheme on an application date, with every reason; as known at a past moment if one is given.</summary>
public sealed class ExplainVerdict(SubjectDirectory subjects, FactReader facts, RuleBook book)
{
    /// <returns>Null when there is no such scheme, or no such enterprise within the scope.</returns>
    public async Task<ExplainedVerdict?> RunAsync(Scope scope, string code, string scheme, VerdictQuestion question, CancellationToken cancellation)
    {
        if (book.Find(scheme, question.On) is not { } pack) return null;
        if (await subjects.FindAsync(scope, Subject.Enterprise, code, cancellation) is not { } subject) return null;
        var view = book.View(await facts.LoadSubjectAsync(subject.Id, question.AsOf, cancellation), question.On);
        return new ExplainedVerdict(subject, pack, view, question, book.Decide(pack, view, question.IsReexamination)) { InForce = book.InForceInsteadOf(pack, question.On) };
    }
}

/// <param name="On">Application date.</param>
/// <param name="AsOf">The facts are those known at this moment; null for now.</param>
/// <param name="IsReexamination">By the rules of a re-examination (复核).</param>
public sealed record VerdictQuestion(DateOnly On, DateTimeOffset? AsOf = null, bool IsReexamination = false);

public sealed record ExplainedVerdict(Subject Subject, RulePack Pack, FactView View, VerdictQuestion Question, Verdict Verdict)
{
    /// <summary>The standard that decides applications of that day, where this one does not; null when there is none.</summary>
    public RulePack? InForce { get; init; }
}
