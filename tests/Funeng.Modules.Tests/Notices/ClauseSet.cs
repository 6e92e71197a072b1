using Funeng.Engines.Notices;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Notices;

/// <summary>Labelled clauses and how the reader answers them. Precision: of the drafts made, how many are right. Recall: of the conditions stated, how many were drafted right.</summary>
internal sealed record ClauseSet(IReadOnlyList<(string Sentence, string Feel)> Clauses)
{
    public static ClauseSet Load(string name) =>
        new([.. File.ReadLines(Path.Combine(Repository.Folder("tests/Funeng.Modules.Tests/Notices"), name)).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t')).Select(parts => (parts[0].Replace('⇥', '\t'), parts.Length > 1 ? parts[1] : ""))]);

    public ClauseScore Score(NoticeReader reader)
    {
        var drafts = Clauses.Select(clause => (clause.Sentence, clause.Feel, Draft: reader.ReadSentence(clause.Sentence, "山东省淄博市", 2025).Feel ?? "")).ToList();
        return new ClauseScore(
            drafts.Count(item => item.Feel.Length > 0), drafts.Count(item => item.Draft.Length > 0), drafts.Count(item => item.Draft.Length > 0 && item.Draft == item.Feel),
            [.. drafts.Where(item => item.Draft != item.Feel).Select(item => $"{item.Sentence}\n    wanted {item.Feel}\n    got    {item.Draft}")]);
    }
}

internal sealed record ClauseScore(int Stated, int Drafted, int Right, IReadOnlyList<string> Differences)
{
    public double Precision => (double)Right / Drafted;

    public double Recall => (double)Right / Stated;
}
