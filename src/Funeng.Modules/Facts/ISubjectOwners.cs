namespace Funeng.Modules.Facts;

/// <summary>Whose the subjects of one kind are: answered by the module that keeps them, for those who know subjects only.</summary>
public interface ISubjectOwners
{
    /// <summary>As in <see cref="Subject.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>The enterprise of each; without those of which nobody has said whose they are.</summary>
    Task<IReadOnlyDictionary<long, long>> OfAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation);
}
