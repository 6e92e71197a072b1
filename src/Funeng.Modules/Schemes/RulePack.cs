using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes;

/// <summary>One scheme in one version: the decision model, the notice it states, and the signature by which stored verdicts name it.</summary>
public sealed record RulePack(Scheme Scheme, PackText Text, Notice Notice, string Folder)
{
    /// <summary>How the ids of benefits begin; they are rules as the schemes are, and no schemes others may lean on.</summary>
    public const string OfBenefits = "benefit-";

    public string Id => Scheme.Id;

    /// <summary>Signature of its texts and of those of every scheme it leans on.</summary>
    public string Sha256 { get; init; } = Text.Sha256;

    /// <summary>Whether a stored signature names it; those from before signatures covered what rules lean on name its own text.</summary>
    public bool Names(string sha256) => sha256 == Sha256 || sha256 == Text.Sha256;

    /// <summary>Signatures of the texts of the schemes whose conclusions it asks for, every version of each.</summary>
    public IReadOnlyList<string> LeansOn { get; init; } = [];

    /// <summary>The id, with <c>@n</c> from the second version on; what outputs call the version.</summary>
    public string VersionName => Scheme.Version is "1" or "" ? Id : $"{Id}@{Scheme.Version}";

    /// <summary>True when the notice or any criterion rests on something else than a published text.</summary>
    public bool NeedsVerification =>
        !Notice.IsVerified || Scheme.Criteria.Any(criterion => criterion.NeedsVerification);
}

/// <summary>The texts that decide a verdict, word for word: with them an old verdict can be decided again.</summary>
/// <param name="Criteria">The decision model.</param>
/// <param name="Notice">The notice.</param>
/// <param name="Catalogue">The fact catalogue the model was read with.</param>
/// <param name="Units">The model of units it imports.</param>
public sealed record PackText(string Criteria, string Notice, string Catalogue, string Units)
{
    public string Sha256 { get; } = Sign(Criteria, Notice, Catalogue, Units);

    private static string Sign(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            // The length keeps the texts apart: moving a line from one to the next changes the signature.
            hash.AppendData(BitConverter.GetBytes((long)text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
