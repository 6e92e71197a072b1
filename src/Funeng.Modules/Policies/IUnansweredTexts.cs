namespace Funeng.Modules.Policies;

/// <summary>Texts that were read here and of which the library has no policy yet: answered by whoever keeps them.</summary>
public interface IUnansweredTexts
{
    /// <param name="since">Only those issued on this day or later.</param>
    Task<IReadOnlyList<UnansweredText>> SinceAsync(DateOnly since, CancellationToken cancellation);
}

/// <param name="Owner">The account that read it.</param>
/// <param name="IsSigned">Whether somebody stands for the conditions that were read of it.</param>
/// <param name="Link">Where it is read.</param>
public sealed record UnansweredText(long Id, string Title, DateOnly IssuedOn, long Owner, bool IsSigned, string Link);
