using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>A notice with its drafted conditions. Its owner changes and signs it; what is signed is changed by nobody.</summary>
public sealed class NoticeDraft
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required long Id { get; init; }

    public required string Title { get; set; }

    /// <summary>Document number; empty for none.</summary>
    public required string Number { get; set; }

    public required string Issuer { get; set; }

    public required DateOnly? Issued { get; set; }

    /// <summary>The sentences as JSON; read by <see cref="Read"/>, written by <see cref="Write"/> together with their counts.</summary>
    public string Sentences { get; private set; } = "";

    public int SentenceCount { get; private set; }

    /// <summary>How many of them have a condition.</summary>
    public int ConditionCount { get; private set; }

    /// <summary>How many sentences of the notice as it was read give money.</summary>
    public required int AwardCount { get; init; }

    public required long Owner { get; init; }

    public required string OwnerName { get; init; }

    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>Counts the savings; a page that shows an older one may not overwrite.</summary>
    public required int Version { get; set; }

    public DateTimeOffset? SignedAt { get; set; }

    /// <summary>Signature of heading and conditions at the moment of signing.</summary>
    public string? SignedSha256 { get; set; }

    /// <summary>What was typed beside it on the way into the library, by field, as JSON; null for nothing yet. No part of what is signed.</summary>
    public string? Typed { get; private set; }

    public IReadOnlyDictionary<string, string[]> ReadTyped() => Typed is null ? new Dictionary<string, string[]>() : JsonSerializer.Deserialize<Dictionary<string, string[]>>(Typed, Json)!;

    internal static string Pack(IReadOnlyDictionary<string, string[]> typed) => JsonSerializer.Serialize(typed, Json);

    public IReadOnlyList<DraftSentence> Read() => JsonSerializer.Deserialize<IReadOnlyList<DraftSentence>>(Sentences, Json)!;

    public void Write(IReadOnlyList<DraftSentence> sentences) =>
        (Sentences, SentenceCount, ConditionCount) = (JsonSerializer.Serialize(sentences, Json), sentences.Count, sentences.Count(sentence => sentence.Feel is not null));

    internal string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Title}\n{Number}\n{Issuer}\n{Issued:yyyy-MM-dd}\n{Sentences}")));
}

/// <summary>A draft in the list of all, without its text.</summary>
public sealed record NoticeDraftRow(
    long Id, string Title, string Number, DateOnly? Issued, string OwnerName, DateTimeOffset SavedAt, DateTimeOffset? SignedAt, int Sentences, int Conditions);

/// <summary>One sentence of a draft.</summary>
/// <param name="Text">As it stands in the notice.</param>
/// <param name="Read">The condition the reader made; null for none.</param>
/// <param name="Feel">The condition as it stands now; null for none.</param>
/// <param name="Status">What the reader made of the sentence.</param>
/// <param name="Left">What the reader left.</param>
/// <param name="Group">Number of its list 下列条件之一; 0 for none.</param>
public sealed record DraftSentence(string Text, string? Read, string? Feel, NoticeStatus Status, IReadOnlyList<string> Left, int Group)
{
    /// <summary>What an outside model proposes; it counts for nothing until the owner takes it over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelProposal? Proposal { get; init; }

    public bool IsChanged => Feel != Read;
}

/// <param name="Model">Name of the model that proposed it.</param>
/// <param name="Feel">What it proposes.</param>
/// <param name="Fault">Why it cannot be used; empty where it compiles over the catalogue.</param>
public sealed record ModelProposal(string Model, string Feel, string Fault)
{
    [JsonIgnore]
    public bool IsUsable => Fault.Length == 0;
}

internal sealed class NoticeDraftTable : IEntityTypeConfiguration<NoticeDraft>
{
    public void Configure(EntityTypeBuilder<NoticeDraft> builder)
    {
        builder.ToTable("notice_draft");
        builder.HasIndex(draft => draft.Owner).HasDatabaseName("notice_draft_owner");
        builder.Property(draft => draft.Version).IsConcurrencyToken();
        builder.Property(draft => draft.Typed).IsJson();
    }
}
